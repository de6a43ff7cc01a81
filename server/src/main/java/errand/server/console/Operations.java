package errand.server.console;

import errand.server.http.HttpAnswer;
import errand.server.http.HttpRequest;
import errand.server.identity.AccessKey;

/** The control plane of the key's account, within the key's role. Blocks; threads: any. */
@FunctionalInterface
public interface Operations {
  /** Answers a request as if the key had signed it. */
  HttpAnswer call(HttpRequest request, AccessKey key);
}
