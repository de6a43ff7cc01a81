package errand.core.app;

import errand.core.fleet.policy.PolicyDocument;

/** Reads policy documents. Fast for a text read lately; threads: any. */
@FunctionalInterface
public interface PolicyReader {
  /** What the text says, or what is wrong with it, for its author. */
  Answer<PolicyDocument, String> read(String document);
}
