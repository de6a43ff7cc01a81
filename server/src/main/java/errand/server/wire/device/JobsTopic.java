package errand.server.wire.device;

import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/**
 * The grammar of {@code $aws/things/T/jobs/…}. Told apart by the number of levels behind {@code
 * jobs}, so that a job called {@code get} or {@code notify} confuses nobody. Source:
 * device-protocol 1.1, 1.2, 1.8.
 */
public sealed interface JobsTopic {
  /** A request. */
  record Request(ThingName thing, Namespace namespace, Operation operation) implements JobsTopic {}

  /** Under a thing's jobs, but no request: answered with InvalidTopic. */
  record NoSuchApi(ThingName thing) implements JobsTopic {}

  /** Something only the server publishes: a device that tries is turned away. */
  record ServerOnly(ThingName thing) implements JobsTopic {}

  /** No thing could have this name: the connection ends, as with the real service (1.8). */
  record NoThing() implements JobsTopic {}

  /** Not about jobs at all. */
  record Elsewhere() implements JobsTopic {}

  /** What is asked for; the job is text because its pattern is checked with the body. */
  sealed interface Operation {
    /** GetPendingJobExecutions. */
    record GetPending() implements Operation {}

    /** StartNextPendingJobExecution. */
    record StartNext() implements Operation {}

    /** DescribeJobExecution. */
    record Describe(String job) implements Operation {}

    /** UpdateJobExecution. */
    record Update(String job) implements Operation {}
  }

  /** Stands for the next job where a job id is expected. */
  String NEXT = "$next";

  /** Reads a topic; never fails. */
  static JobsTopic parse(String topic) {
    List<String> levels = List.of(topic.split("/", -1));
    boolean jobs =
        levels.size() >= 4
            && levels.get(0).equals("$aws")
            && levels.get(1).equals("things")
            && levels.get(3).equals("jobs");
    if (!jobs) {
      return new Elsewhere();
    }
    return ThingName.parse(levels.get(2))
        .map(thing -> behindJobs(thing, levels.subList(4, levels.size())))
        .orElseGet(NoThing::new);
  }

  private static JobsTopic behindJobs(ThingName thing, List<String> rest) {
    if (serverOnly(rest)) {
      return new ServerOnly(thing);
    }
    return switch (rest.size()) {
      case 1 ->
          thingLevel(rest.get(0)).map(op -> request(thing, Namespace.NONE, op)).orElse(none(thing));
      case 2 ->
          jobLevel(rest.get(0), rest.get(1))
              .map(op -> request(thing, Namespace.NONE, op))
              .orElse(none(thing));
      case 3 -> namespaced(thing, rest);
      default -> none(thing);
    };
  }

  private static JobsTopic namespaced(ThingName thing, List<String> rest) {
    Optional<Namespace> namespace =
        Optional.of(rest.get(1))
            .filter(level -> level.startsWith("namespace-"))
            .flatMap(level -> Namespace.parse(level.substring("namespace-".length())));
    return namespace
        .flatMap(found -> jobLevel(rest.get(0), rest.get(2)).map(op -> request(thing, found, op)))
        .orElse(none(thing));
  }

  private static JobsTopic request(ThingName thing, Namespace namespace, Operation operation) {
    return new Request(thing, namespace, operation);
  }

  private static JobsTopic none(ThingName thing) {
    return new NoSuchApi(thing);
  }

  private static Optional<Operation> thingLevel(String word) {
    return switch (word) {
      case "get" -> Optional.of(new Operation.GetPending());
      case "start-next" -> Optional.of(new Operation.StartNext());
      default -> Optional.empty();
    };
  }

  private static Optional<Operation> jobLevel(String job, String word) {
    return switch (word) {
      case "get" -> Optional.of(new Operation.Describe(job));
      case "update" -> Optional.of(new Operation.Update(job));
      default -> Optional.empty();
    };
  }

  private static boolean serverOnly(List<String> rest) {
    String last = rest.isEmpty() ? "" : rest.getLast();
    boolean answer = rest.size() > 1 && (last.equals("accepted") || last.equals("rejected"));
    boolean notice =
        rest.size() == 1
            && (last.equals("notify")
                || last.equals("notify-next")
                || last.startsWith("notify-namespace-")
                || last.startsWith("notify-next-namespace-"));
    return answer || notice;
  }

  /** The topic of list notifications. */
  static String listNotice(ThingName thing, Namespace namespace) {
    return notice(thing, "notify", namespace);
  }

  /** The topic of next notifications. */
  static String nextNotice(ThingName thing, Namespace namespace) {
    return notice(thing, "notify-next", namespace);
  }

  private static String notice(ThingName thing, String word, Namespace namespace) {
    String suffix = namespace.none() ? "" : "-namespace-" + namespace.text();
    return "$aws/things/" + thing.text() + "/jobs/" + word + suffix;
  }
}
