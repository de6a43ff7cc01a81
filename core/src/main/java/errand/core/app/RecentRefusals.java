package errand.core.app;

import java.time.Instant;
import java.util.List;

/** What devices were refused lately, kept in memory within bounds. Threads: any; never blocks. */
public interface RecentRefusals {
  /** The last ones of a certificate, oldest first. */
  List<Refusal> ofCertificate(String certificateId);

  /** The last ones of clients of that name, whatever their certificate, oldest first. */
  List<Refusal> ofClient(String name);

  /**
   * One refusal.
   *
   * @param client the client id; over HTTPS the thing in the path
   * @param ask what it wanted to do, such as {@code iot:Publish topic/a}
   */
  record Refusal(Instant at, String certificateId, String client, String ask, String why) {}
}
