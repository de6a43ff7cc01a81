package errand.server.store;

import java.util.Optional;

/** Names in their order. */
@FunctionalInterface
interface NameList {
  /** The lowest name that is this text or above. */
  Optional<String> seek(String from);
}
