package errand.server.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers in JSON what never reached the handler: broken syntax, wrong sizes, slowness.
 *
 * <p>The texts are ours and fixed, so that no detail of the inside and nothing the client sent
 * comes back.
 */
final class JsonErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var status = response.getStatus() < 400 ? 500 : response.getStatus();
    // Jetty closes after each of these without a word of its own, and a client that is not told
    // would
    // lose its next request.
    JettyBridge.write(JettyBridge.closing(answer(status)), response, callback);
    return true;
  }

  /** The answer for a status. */
  static HttpAnswer answer(int status) {
    return switch (status) {
      case 408 -> HttpAnswer.error(408, "RequestTimeoutException", "The request took too long.");
      case 413 -> HttpAnswer.error(413, "RequestEntityTooLargeException", "The body is too large.");
      case 414 -> HttpAnswer.error(414, "RequestUriTooLongException", "The URI is too long.");
      case 431 ->
          HttpAnswer.error(431, "RequestHeaderTooLargeException", "The headers are too large.");
      case 503 ->
          HttpAnswer.error(
              503, "ServiceUnavailableException", "The service cannot answer just now.");
      default -> byClass(status);
    };
  }

  private static HttpAnswer byClass(int status) {
    return status >= 500 && status != 505
        ? HttpAnswer.error(status, "InternalFailureException", "An internal error occurred.")
        : HttpAnswer.error(
            status, "InvalidRequestException", "The request is not well-formed HTTP.");
  }
}
