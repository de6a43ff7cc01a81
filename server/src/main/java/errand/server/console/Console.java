package errand.server.console;

import errand.server.console.Sessions.Begun;
import errand.server.console.Sessions.Present;
import errand.server.http.Decoded;
import errand.server.http.EventStream;
import errand.server.http.Header;
import errand.server.http.Headers;
import errand.server.http.HttpAnswer;
import errand.server.http.HttpHandler;
import errand.server.http.HttpReply;
import errand.server.http.HttpRequest;
import errand.server.http.Peer;
import errand.server.http.QueryParameter;
import errand.server.identity.AccessKey;
import errand.server.wire.json.Json;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The web console below {@code /console}; everything else is handed on.
 *
 * <pre>
 *   /console/assets/NAME   the files of the pages, for anybody
 *   /console/session       POST signs in by link or key, GET tells who is there, DELETE signs out
 *   /console/link          POST: a key to a link that signs in once
 *   /console/api/PATH      an operation of the control plane, with the rights of the session's key
 *   /console/stream        server-sent events: what the operations in watch=PATH answer, when it
 *                          changes
 *   /console/ANY           the page, which then decides what to show
 * </pre>
 *
 * <p>A request that changes something must show the session's token in a header, which no other
 * site can read or send; the cookie is not sent along from other sites either.
 */
public final class Console implements HttpHandler, AutoCloseable {
  /** No thing, job or group can have a path that begins so. */
  public static final String PATH = "/console";

  /** Where a key is given for a link. */
  public static final String LINK = PATH + "/link";

  static final String COOKIE = "errand-console";
  static final String CSRF = "x-errand-csrf";

  private static final String SESSION = PATH + "/session";
  private static final String API = PATH + "/api";
  private static final String ASSETS = PATH + "/assets/";
  private static final Headers SAFE =
      Headers.of(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
                  + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
          .and("X-Content-Type-Options", "nosniff")
          .and("X-Frame-Options", "DENY")
          .and("Referrer-Policy", "no-referrer")
          .and("Cross-Origin-Opener-Policy", "same-origin")
          .and("Cross-Origin-Resource-Policy", "same-origin");

  private final Sessions sessions;
  private final Operations operations;
  private final String region;
  private final HttpHandler next;
  private final StaticFiles files = new StaticFiles();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Streams streams = new Streams(closed);

  /**
   * @param keys finds the keys that are valid now
   * @param region the one in ARNs
   * @param clock real time, for how long people stay signed in
   */
  public Console(
      Function<String, Optional<AccessKey>> keys,
      Operations operations,
      String region,
      InstantSource clock,
      HttpHandler next) {
    this.sessions = new Sessions(keys, clock);
    this.operations = operations;
    this.region = region;
    this.next = next;
  }

  /** The end of an address that signs in once, with the rights of this key, within an hour. */
  public String link(AccessKey key) {
    return PATH + "/#link=" + sessions.link(key);
  }

  @Override
  public Optional<HttpAnswer> objection(HttpRequest head) {
    String path = head.rawPath();
    if (!ours(path)) {
      return next.objection(head);
    }
    if (bodiless(head)) {
      return Optional.empty();
    }
    if (path.equals(SESSION) || path.equals(LINK)) {
      return credentialsMayBe(head)
          ? Optional.empty()
          : Optional.of(refused(413, "RequestTooLarge", "No key or link is as long as that."));
    }
    return present(head).isPresent() ? Optional.empty() : Optional.of(signIn());
  }

  private static boolean bodiless(HttpRequest head) {
    return head.headers().first("Transfer-Encoding").isEmpty()
        && head.headers().first("Content-Length").filter(length -> !length.equals("0")).isEmpty();
  }

  private static boolean credentialsMayBe(HttpRequest head) {
    return head.headers()
        .first("Content-Length")
        .filter(length -> length.matches("[0-9]{1,4}"))
        .isPresent();
  }

  private static boolean ours(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  @Override
  public HttpReply handle(HttpRequest request) {
    String path = request.rawPath();
    if (!ours(path)) {
      return next.handle(request);
    }
    return switch (answer(request, path)) {
      case HttpAnswer(var status, var headers, var body) ->
          new HttpAnswer(status, safe(headers), body);
      case EventStream(var headers, var feed) -> new EventStream(safe(headers), feed);
    };
  }

  private static Headers safe(Headers headers) {
    Headers all = headers;
    for (Header each : SAFE.lines()) {
      all = all.and(each.name(), each.value());
    }
    return all;
  }

  private HttpReply answer(HttpRequest request, String path) {
    if (path.startsWith(ASSETS)) {
      return files.get(path.substring(ASSETS.length()), request).orElseGet(Console::nothing);
    }
    return switch (path) {
      case SESSION -> session(request);
      case LINK -> newLink(request);
      case PATH + "/stream" ->
          present(request).map(_ -> stream(request)).orElseGet(Console::signIn);
      default ->
          path.startsWith(API + "/")
              ? present(request).map(who -> operation(request, who)).orElseGet(Console::signIn)
              : page(request);
    };
  }

  private HttpReply page(HttpRequest request) {
    return request.method().equals("GET")
        ? files.get("index.html", request).orElseThrow()
        : nothing();
  }

  private Optional<Present> present(HttpRequest request) {
    return Cookies.of(request, COOKIE).flatMap(sessions::of);
  }

  private HttpReply session(HttpRequest request) {
    return switch (request.method()) {
      case "GET" ->
          present(request)
              .map(who -> described(who.session(), who.key()))
              .orElseGet(Console::signIn);
      case "POST" -> entered(request);
      case "DELETE" -> left(request);
      default -> nothing();
    };
  }

  // A page of another site can send a form's types, but not this one without asking first.
  private static boolean fromPage(HttpRequest request) {
    return request
        .headers()
        .first("Content-Type")
        .filter(type -> type.startsWith("application/json"))
        .isPresent();
  }

  private HttpAnswer entered(HttpRequest request) {
    if (!fromPage(request)) {
      return refused(415, "UnsupportedMediaType", "Send JSON.");
    }
    Optional<ObjectNode> body = Json.parseObject(request.body());
    Optional<Begun> begun =
        body.flatMap(
            given ->
                given.has("link")
                    ? sessions.enter(given.path("link").asString(""))
                    : sessions.enter(
                        given.path("accessKeyId").asString(""),
                        given.path("secretAccessKey").asString("")));
    if (begun.isEmpty()) {
      operations.turnedAway(
          request, body.map(given -> given.path("accessKeyId").asString("")).orElse(""));
      return refused(403, "AccessDeniedException", objection(body));
    }
    var who = begun.get();
    operations.signedIn(request, who.key());
    return described(who.session(), who.key())
        .with("Set-Cookie", Cookies.set(COOKIE, who.cookie(), request.secure()));
  }

  private static String objection(Optional<ObjectNode> body) {
    return body.filter(given -> given.has("link")).isPresent()
        ? "This link has been used, or is older than an hour. Sign in with an access key, or make a"
            + " new link: errand console --data DIR."
        : "There is no access key with this id and secret.";
  }

  private HttpAnswer left(HttpRequest request) {
    Cookies.of(request, COOKIE).ifPresent(sessions::leave);
    return HttpAnswer.json(200, Json.bytes(Json.object()))
        .with("Set-Cookie", Cookies.forget(COOKIE, request.secure()));
  }

  private HttpAnswer newLink(HttpRequest request) {
    if (!request.method().equals("POST") || !fromPage(request)) {
      return nothing();
    }
    Optional<ObjectNode> body = Json.parseObject(request.body());
    String claimed = body.map(given -> given.path("accessKeyId").asString("")).orElse("");
    Optional<AccessKey> key =
        body.flatMap(given -> sessions.key(claimed, given.path("secretAccessKey").asString("")));
    if (key.isEmpty()) {
      operations.turnedAway(request, claimed);
      return refused(403, "AccessDeniedException", objection(body));
    }
    return HttpAnswer.json(200, Json.bytes(Json.object().put("path", link(key.get()))));
  }

  private HttpAnswer described(Session session, AccessKey key) {
    ObjectNode node =
        Json.object()
            .put("accessKeyId", key.id())
            .put("account", key.account())
            .put("role", key.role().text())
            .put("region", region)
            .put("csrf", session.csrf());
    return HttpAnswer.json(200, Json.bytes(node)).with("Cache-Control", "no-store");
  }

  private HttpReply operation(HttpRequest request, Present who) {
    boolean looks = request.method().equals("GET");
    if (!looks
        && !request
            .headers()
            .first(CSRF)
            .filter(token -> Secrets.same(token, who.session().csrf()))
            .isPresent()) {
      return refused(
          403, "AccessDeniedException", "The page is from an earlier session; load it again.");
    }
    return operations
        .call(
            inner(request, request.rawPath().substring(API.length()), request.rawQuery()),
            who.key())
        .with("Cache-Control", "no-store");
  }

  private static HttpRequest inner(HttpRequest request, String path, String query) {
    var headers =
        new Headers(
            request.headers().lines().stream()
                .filter(line -> !line.name().equalsIgnoreCase("Cookie"))
                .toList());
    var peer = new Peer(request.peer().address(), Optional.empty(), request.secure());
    return new HttpRequest(request.method(), path, query, headers, request.body(), peer);
  }

  private HttpReply stream(HttpRequest request) {
    if (!(request.query() instanceof Decoded.Clean<List<QueryParameter>>(var query))
        || !request.method().equals("GET")) {
      return nothing();
    }
    List<String> watched =
        query.stream()
            .filter(each -> each.name().equals("watch"))
            .map(QueryParameter::value)
            .toList();
    String cookie = Cookies.of(request, COOKIE).orElseThrow();
    return streams
        .open(
            watched,
            target ->
                sessions
                    .of(cookie)
                    .map(still -> operations.call(looked(request, target), still.key())))
        .<HttpReply>map(feed -> new EventStream(Headers.NONE, feed))
        .orElseGet(
            () ->
                refused(
                    503,
                    "ServiceUnavailableException",
                    "Too many pages are open, or this one watches too much; close some."));
  }

  private static HttpRequest looked(HttpRequest request, String target) {
    int mark = target.indexOf('?');
    return inner(
        new HttpRequest(
            "GET", request.rawPath(), "", request.headers(), new byte[0], request.peer()),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1));
  }

  private static HttpAnswer signIn() {
    return refused(401, "NotSignedIn", "Sign in first.");
  }

  private static HttpAnswer nothing() {
    return refused(404, "ResourceNotFoundException", "There is nothing here.");
  }

  private static HttpAnswer refused(int status, String type, String message) {
    return HttpAnswer.error(status, type, message).with("Cache-Control", "no-store");
  }

  /** Ends the streams, which would hold up the listener's end. */
  @Override
  public void close() {
    closed.countDown();
  }
}
