package errand.core.app;

/** Fetches documents from where operators keep them. Blocks for seconds; threads: any. */
public interface DocumentSource {
  /** Fetches from nowhere. */
  DocumentSource NONE =
      url -> ControlRefusal.invalid("No document can be fetched from " + url + " here.");

  /**
   * The text at an address, in UTF-8, or why it cannot be had; its length, its way and the time it
   * takes are limited.
   */
  Answer<String, ControlRefusal> fetch(String url);
}
