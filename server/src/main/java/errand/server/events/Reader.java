package errand.server.events;

import errand.server.wire.event.EventMessages.Message;

/** Somebody who wants events, one after the other. */
public interface Reader extends AutoCloseable {
  /** What its place is stored under. */
  String name();

  /**
   * Hands over one event; returns when the reader has it. Blocks.
   *
   * @throws RuntimeException when it has not; the same event is handed over again later
   */
  void take(Message message);

  /** Lets go of what it holds; after its loop has ended. */
  @Override
  default void close() {}
}
