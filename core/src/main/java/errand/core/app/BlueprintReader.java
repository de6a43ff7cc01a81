package errand.core.app;

import errand.core.provision.Blueprint;

/** Reads provisioning templates. Pure; threads: any. */
@FunctionalInterface
public interface BlueprintReader {
  /** What the text says, or what is wrong with it, for its author. */
  Answer<Blueprint, String> read(String body);
}
