package errand.server.wire.control;

import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import errand.server.wire.rest.RestCall;
import errand.server.wire.rest.RestReply;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One call being read: its path variables, query and body, each checked as it is read. Ask {@link
 * #checked} to go on only when nothing is broken.
 */
final class Request {
  /** Longest page, in entries, and the length when none is asked for (control-plane 2.6). */
  static final int PAGE_MAX = 250;

  private final RestCall call;
  private final String operation;
  private final List<String> variables;
  private final Arns arns;
  private final Violations violations;
  private final Input body;

  /**
   * @param operation as AWS spells it
   */
  Request(
      RestCall call,
      String operation,
      List<String> variables,
      Arns arns,
      Input body,
      Violations violations) {
    this.call = call;
    this.operation = operation;
    this.variables = List.copyOf(variables);
    this.arns = arns;
    this.body = body;
    this.violations = violations;
  }

  RestCall call() {
    return call;
  }

  Arns arns() {
    return arns;
  }

  Input body() {
    return body;
  }

  /**
   * What a page token of this list is good for: the account, the operation, and what it asks for.
   */
  String seal(Object... filter) {
    return arns.account() + "/" + operation + "/" + Arrays.toString(filter);
  }

  /** A path variable that keeps the rules. */
  Optional<String> checkedVariable(int index, String name, Rule... rules) {
    String text = variables.get(index);
    return check(text, name, rules) ? Optional.of(text) : Optional.empty();
  }

  /** A path variable whose text names no known pattern; look-ups simply do not find it. */
  String variable(int index) {
    return variables.get(index);
  }

  /** A path variable that keeps the rules. */
  Optional<String> variable(int index, String path, Rule... rules) {
    String text = variables.get(index);
    return check(text, path, rules) ? Optional.of(text) : Optional.empty();
  }

  /** Goes on when every member read so far keeps its rules, else answers what is broken. */
  RestReply checked(Supplier<RestReply> then) {
    return violations.message().map(Replies::invalid).orElseGet(then);
  }

  /** The same, and then only when there is no such problem. */
  RestReply checked(Optional<String> problem, Supplier<RestReply> then) {
    return checked(() -> problem.map(Replies::invalid).orElseGet(then));
  }

  Optional<ThingName> thingName(int variable) {
    String text = variables.get(variable);
    check(text, "thingName", Rule.length(1, ThingName.CHARS_MAX), Rule.THING_NAME);
    return ThingName.parse(text);
  }

  Optional<GroupName> groupName(int variable) {
    String text = variables.get(variable);
    check(text, "thingGroupName", Rule.length(1, GroupName.CHARS_MAX), Rule.THING_NAME);
    return GroupName.parse(text);
  }

  Optional<ThingTypeName> thingTypeName(int variable) {
    String text = variables.get(variable);
    check(text, "thingTypeName", Rule.NAME_LENGTH, Rule.THING_NAME);
    return ThingTypeName.parse(text);
  }

  Optional<JobId> jobId(int variable) {
    String text = variables.get(variable);
    check(text, "jobId", Rule.length(1, JobId.CHARS_MAX), Rule.JOB_ID);
    return JobId.parse(text);
  }

  /** A query parameter that keeps the rules. */
  Optional<String> parameter(String name, Rule... rules) {
    return call.parameter(name).filter(text -> check(text, name, rules));
  }

  Optional<String> requiredParameter(String name, Rule... rules) {
    if (call.parameter(name).isEmpty()) {
      violations.missing(name);
    }
    return parameter(name, rules);
  }

  /** {@code true} or {@code false}; absent is false. */
  boolean flag(String name) {
    return flag(name, false);
  }

  /** {@code true} or {@code false}, or else what is said here. */
  boolean flag(String name, boolean absent) {
    return parameter(name, Rule.oneOf(List.of("true", "false"))).map("true"::equals).orElse(absent);
  }

  /** The version a change expects, in the query. */
  OptionalLong expectedVersion() {
    return whole("expectedVersion", Long.MIN_VALUE, Long.MAX_VALUE)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
    return parameter(name, Rule.oneOf(type))
        .flatMap(
            text ->
                List.of(type.getEnumConstants()).stream()
                    .filter(each -> each.name().equals(text))
                    .findFirst());
  }

  /** A whole number in the query, within bounds. */
  Optional<Long> whole(String name, long min, long max) {
    return call.parameter(name).flatMap(text -> whole(text, name, min, max));
  }

  /** A whole number in the path, within bounds. */
  Optional<Long> wholeVariable(int variable, String name, long min, long max) {
    return whole(variables.get(variable), name, min, max);
  }

  private Optional<Long> whole(String text, String name, long min, long max) {
    if (!text.matches("-?[0-9]{1,19}")) {
      violations.add(text, name, "be a whole number");
      return Optional.empty();
    }
    var value = new BigDecimal(text);
    if (value.compareTo(BigDecimal.valueOf(max)) > 0) {
      violations.add(text, name, "have value less than or equal to " + max);
      return Optional.empty();
    }
    if (value.compareTo(BigDecimal.valueOf(min)) < 0) {
      violations.add(text, name, "have value greater than or equal to " + min);
      return Optional.empty();
    }
    return Optional.of(value.longValueExact());
  }

  int pageLength() {
    return whole("maxResults", 1, PAGE_MAX).map(Long::intValue).orElse(PAGE_MAX);
  }

  /** The page length as older operations ask for it. */
  int pageSize() {
    return whole("pageSize", 1, PAGE_MAX).map(Long::intValue).orElse(PAGE_MAX);
  }

  private boolean check(String text, String path, Rule... rules) {
    boolean fits = true;
    for (Rule rule : rules) {
      Optional<String> broken = rule.broken(text);
      broken.ifPresent(what -> violations.add(text, path, what));
      fits &= broken.isEmpty();
    }
    return fits;
  }
}
