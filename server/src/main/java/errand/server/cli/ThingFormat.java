package errand.server.cli;

import java.util.Locale;
import java.util.Optional;

/** How a file of things is written. */
enum ThingFormat {
  /** A header, then one thing a line; quotes as in RFC 4180, but no value goes over lines. */
  CSV,
  /** One JSON object a line. */
  JSONL;

  /** What the end of a file's name says. */
  static Optional<ThingFormat> of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Optional.of(CSV);
    }
    return name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")
        ? Optional.of(JSONL)
        : Optional.empty();
  }
}
