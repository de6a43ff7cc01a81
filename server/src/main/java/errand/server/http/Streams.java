package errand.server.http;

import java.io.InputStream;

/**
 * Answers requests whose bodies, either way, are too long for memory. Called on a virtual thread of
 * its own per request, like {@link HttpHandler}, but before the body has come.
 */
public interface Streams {
  /** Takes nothing. */
  Streams NONE =
      new Streams() {
        @Override
        public boolean takes(String authorization, String rawQuery) {
          return false;
        }

        @Override
        public StreamedAnswer answer(HttpRequest head, InputStream body) {
          throw new IllegalStateException("nothing was taken");
        }
      };

  /**
   * Whether a request is one of these; told quickly, for every request is asked.
   *
   * @param authorization the header, or empty
   */
  boolean takes(String authorization, String rawQuery);

  /**
   * The answer.
   *
   * @param head with an empty body
   * @param body as it arrives; reading blocks, and throws IOException when the client has gone or
   *     is too slow. What is left unread may cost the connection.
   */
  StreamedAnswer answer(HttpRequest head, InputStream body);
}
