package errand.core.execution;

import errand.core.execution.Command.Cancel;
import errand.core.execution.Command.Report;
import errand.core.execution.Command.Start;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Commands for tests, with everything left out that a test does not name. */
public final class Commands {
  public static final StepTimer KEEP = new StepTimer.Keep();
  public static final StepTimer DROP = new StepTimer.Drop();

  private Commands() {}

  public static Start start() {
    return start(KEEP);
  }

  public static Start start(StepTimer timer) {
    return new Start(Optional.empty(), timer);
  }

  public static Start start(StatusDetails details) {
    return new Start(Optional.of(details), KEEP);
  }

  public static Report report(Status status) {
    return report(status, KEEP);
  }

  public static Report report(Status status, StepTimer timer) {
    return new Report(status, Optional.empty(), OptionalLong.empty(), timer);
  }

  public static Report report(Status status, StatusDetails details) {
    return new Report(status, Optional.of(details), OptionalLong.empty(), KEEP);
  }

  public static Report reportExpecting(Status status, long version) {
    return new Report(status, Optional.empty(), OptionalLong.of(version), KEEP);
  }

  public static Cancel cancel() {
    return new Cancel(false, Optional.empty(), OptionalLong.empty());
  }

  public static Cancel forcedCancel() {
    return new Cancel(true, Optional.empty(), OptionalLong.empty());
  }

  public static Cancel cancelExpecting(long version, boolean force) {
    return new Cancel(force, Optional.empty(), OptionalLong.of(version));
  }

  public static StepTimer minutes(long minutes) {
    return new StepTimer.Within(Duration.ofMinutes(minutes));
  }

  public static StatusDetails details(String key, String value) {
    return new StatusDetails(Map.of(key, value));
  }
}
