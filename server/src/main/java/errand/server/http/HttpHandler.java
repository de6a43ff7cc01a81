package errand.server.http;

/**
 * Answers requests.
 *
 * <p>Called on a virtual thread of its own per request, so it may block for as long as it likes;
 * many calls run at once. An exception is a bug: the client gets 500 without a detail, the log gets
 * the trace, and the listener goes on.
 */
@FunctionalInterface
public interface HttpHandler {
  /** The answer to one request. */
  HttpAnswer handle(HttpRequest request);
}
