package errand.server.http;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps web pages away from the calls that a plain port answers without a signature: a page can
 * make a browser send requests to loopback, by a host name of its own that it points there, or
 * across origins. So such a call must name a loopback host, and must not come from another origin.
 */
public final class HomeCalls implements HttpHandler {
  private static final String OURS = "/_errand/";
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

  private final HttpHandler next;

  public HomeCalls(HttpHandler next) {
    this.next = next;
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    return objection(request).<HttpReply>map(why -> why).orElseGet(() -> next.handle(request));
  }

  @Override
  public Optional<HttpAnswer> objection(HttpRequest request) {
    if (request.secure() || !request.rawPath().startsWith(OURS)) {
      return next.objection(request);
    }
    return fromHere(request)
        ? next.objection(request)
        : Optional.of(
            HttpAnswer.error(
                403,
                "AccessDeniedException",
                "On the plain port this is for callers on this machine that name it localhost, and"
                    + " for no page of another origin."));
  }

  private static boolean fromHere(HttpRequest request) {
    var hosts = request.headers().all("Host");
    if (hosts.size() != 1 || !LOOPBACK.matcher(hosts.getFirst()).matches()) {
      return false;
    }
    var origin = "http://" + hosts.getFirst();
    return request.headers().all("Origin").stream().allMatch(origin::equalsIgnoreCase)
        && request.headers().all("Sec-Fetch-Site").stream()
            .allMatch(site -> site.equals("same-origin") || site.equals("none"));
  }
}
