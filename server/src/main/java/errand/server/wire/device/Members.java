package errand.server.wire.device;

import tools.jackson.core.JsonGenerator;

/** Members of a JSON object, written straight to where they go. May be written more than once. */
@FunctionalInterface
interface Members {
  /** Writes the members, within an object that is open. */
  void to(JsonGenerator out);
}
