package errand.server.console;

import errand.server.http.HttpAnswer;
import errand.server.http.HttpRequest;
import errand.server.identity.AccessKey;

/** The control plane of the key's account, within the key's role. Blocks; threads: any. */
public interface Operations {
  /** Answers a request as if the key had signed it. */
  HttpAnswer call(HttpRequest request, AccessKey key);

  /** Somebody has signed in with the key, or by a link with its rights: for the record. */
  void signedIn(HttpRequest request, AccessKey key);

  /**
   * Somebody was not let in: for the record.
   *
   * @param claimed the key they claim to have; empty when they came by a link
   */
  void turnedAway(HttpRequest request, String claimed);
}
