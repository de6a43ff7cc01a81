package errand.server.conformance.support;

import errand.server.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CreateJobRequest;
import software.amazon.awssdk.services.iot.model.Job;
import software.amazon.awssdk.services.iot.model.JobExecutionStatus;
import software.amazon.awssdk.services.iot.model.JobExecutionSummaryForJob;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;

/**
 * A server whose time for jobs is held, an operator on the AWS SDK, and devices: many on the AWS
 * SDK over HTTPS, and any number on the AWS IoT device SDK over MQTT, all with one certificate.
 */
public final class HeldFleet implements AutoCloseable {
  private static final int AT_ONCE = 8;

  private static final String ANYTHING =
      """
      {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["iot:*","iotjobsdata:*"],"Resource":"*"}]}
      """;

  /** Every number of a job's executions, named as the SDK names it. */
  public record Counted(
      int queued,
      int inProgress,
      int succeeded,
      int failed,
      int timedOut,
      int canceled,
      int removed) {}

  public final RunningServer server;
  public final HeldClock clock;
  public final IotClient iot;
  public final IotJobsDataPlaneClient jobs;
  private final DeviceKeys keys;

  private HeldFleet(Instant begin, UnaryOperator<Config> settings) {
    server = RunningServer.held(begin, settings);
    clock = new HeldClock(server.doors());
    iot = Sdk.iot(server.doors());
    jobs = Sdk.jobs(server.doors());
    var made = iot.createKeysAndCertificate(r -> r.setAsActive(true));
    keys = new DeviceKeys(made.certificatePem(), made.keyPair().privateKey());
    iot.createPolicy(r -> r.policyName("anything").policyDocument(ANYTHING));
    iot.attachPolicy(r -> r.policyName("anything").target(made.certificateArn()));
  }

  public static HeldFleet beginning(Instant begin) {
    return new HeldFleet(begin, config -> config);
  }

  /** The same with other settings. */
  public static HeldFleet beginning(Instant begin, UnaryOperator<Config> settings) {
    return new HeldFleet(begin, settings);
  }

  /** Things named beginning-000, beginning-001 and so on. */
  public List<String> things(String beginning, int count) {
    var names = IntStream.range(0, count).mapToObj(i -> beginning + "-%03d".formatted(i)).toList();
    all(names, name -> iot.createThing(r -> r.thingName(name)));
    return names;
  }

  /** A group of these things; gives its ARN. */
  public String group(String name, List<String> members) {
    var arn = iot.createThingGroup(r -> r.thingGroupName(name)).thingGroupArn();
    all(members, member -> join(name, member));
    return arn;
  }

  public void join(String group, String thing) {
    iot.addThingToThingGroup(r -> r.thingGroupName(group).thingName(thing));
  }

  public void leave(String group, String thing) {
    iot.removeThingFromThingGroup(r -> r.thingGroupName(group).thingName(thing));
  }

  /** Does something for each of many at once; fails when one fails. */
  public static void all(List<String> names, Consumer<String> deed) {
    try (var executor = Executors.newFixedThreadPool(AT_ONCE)) {
      var calls = new ArrayList<Callable<String>>();
      for (var name : names) {
        calls.add(
            () -> {
              deed.accept(name);
              return name;
            });
      }
      for (Future<String> each : executor.invokeAll(calls)) {
        var _ = each.get();
      }
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  /** Creates a job and places what may be placed at once. */
  public void create(String job, String target, Consumer<CreateJobRequest.Builder> more) {
    iot.createJob(
        r -> {
          r.jobId(job).targets(target).document("{\"op\":\"flash\"}");
          more.accept(r);
        });
    clock.settle();
  }

  public Job job(String job) {
    return iot.describeJob(r -> r.jobId(job)).job();
  }

  public Counted counted(String job) {
    var details = job(job).jobProcessDetails();
    return new Counted(
        details.numberOfQueuedThings(),
        details.numberOfInProgressThings(),
        details.numberOfSucceededThings(),
        details.numberOfFailedThings(),
        details.numberOfTimedOutThings(),
        details.numberOfCanceledThings(),
        details.numberOfRemovedThings());
  }

  /** Names of the things with an execution in a status, in name order. */
  public List<String> thingsOf(String job, JobExecutionStatus status) {
    return iot.listJobExecutionsForJobPaginator(r -> r.jobId(job).status(status)).stream()
        .flatMap(page -> page.executionSummaries().stream())
        .map(JobExecutionSummaryForJob::thingArn)
        .map(arn -> arn.substring(arn.indexOf('/') + 1))
        .sorted()
        .toList();
  }

  /** A device on the AWS IoT device SDK, over MQTT 5. */
  public DeviceV2 device(String thing) {
    return DeviceV2.connect(DeviceV2.Over.MQTT_5, server.doors(), keys, thing);
  }

  /** Starts the thing's next execution, which must be one of this job. */
  public void start(String thing, String job) {
    var started = jobs.startNextPendingJobExecution(r -> r.thingName(thing)).execution();
    if (started == null || !started.jobId().equals(job)) {
      throw new AssertionError(thing + " has " + started + " next, not " + job);
    }
  }

  public void report(String thing, String job, String status) {
    jobs.updateJobExecution(r -> r.thingName(thing).jobId(job).status(status));
  }

  /** Starts and ends the thing's next execution. */
  public void work(String thing, String job, String status) {
    start(thing, job);
    report(thing, job, status);
  }

  /** Each thing once, by its newest execution: our own member, which no SDK has a name for. */
  public Map<String, Integer> thingsByStatus(String job) {
    var node = server.operator().describeJob(job).path("jobProcessDetails").path("thingsByStatus");
    var counts = new TreeMap<String, Integer>();
    node.properties()
        .forEach(
            each -> {
              if (each.getValue().asInt() > 0) {
                counts.put(each.getKey(), each.getValue().asInt());
              }
            });
    return counts;
  }

  /** A minute of the server's time. */
  public void minute() {
    clock.advance(Duration.ofMinutes(1));
  }

  @Override
  public void close() {
    jobs.close();
    iot.close();
    clock.close();
    server.close();
  }
}
