package errand.server.http;

import java.util.Optional;

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
  HttpReply handle(HttpRequest request);

  /**
   * What is wrong with a request whatever its body holds, so that the body need not be read: asked
   * before {@link #handle} for requests with one. The request given here has an empty body.
   */
  default Optional<HttpAnswer> objection(HttpRequest head) {
    return Optional.empty();
  }
}
