package errand.server.http;

/** Something a client had percent-encoded, or why it cannot be read. */
public sealed interface Decoded<T> {

  /** Read. */
  record Clean<T>(T value) implements Decoded<T> {}

  /** Not readable; {@code why} is a sentence for the client. Answer 400. */
  record Malformed<T>(String why) implements Decoded<T> {}
}
