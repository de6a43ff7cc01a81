package errand.core.fleet.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The resources a statement is about: {@code *}, or an ARN whose parts are patterns. The region is
 * not compared [choice]: an installation is one place, whatever region its clients sign for. What
 * stands behind the fifth colon is compared as a whole, since names may hold colons.
 */
public sealed interface Resource {
  /** Every resource. */
  record Everything() implements Resource {}

  /** Those an ARN matches. */
  record Matching(Template partition, Template service, Template account, Template name)
      implements Resource {}

  /** Parts of an ARN in front of the resource's own name. */
  int HEAD = 5;

  /**
   * Reads a resource.
   *
   * @throws MalformedException when it is neither {@code *} nor an ARN
   */
  static Resource parse(String written) {
    if (written.equals("*")) {
      return new Everything();
    }
    List<String> parts = split(written);
    if (parts.size() != HEAD + 1 || !parts.getFirst().equals("arn") || parts.getLast().isEmpty()) {
      throw new MalformedException(
          "Resource '"
              + written
              + "' is neither * nor an ARN such as arn:aws:iot:REGION:ACCOUNT:topic/NAME");
    }
    return new Matching(
        Template.parse(parts.get(1)),
        Template.parse(parts.get(2)),
        Template.parse(parts.get(4)),
        Template.parse(parts.get(5)));
  }

  /** Splits at the first five colons that are in no variable. */
  private static List<String> split(String written) {
    var parts = new ArrayList<String>();
    int from = 0;
    boolean variable = false;
    for (int at = 0; at < written.length() && parts.size() < HEAD; at++) {
      char c = written.charAt(at);
      if (written.startsWith("${", at)) {
        variable = true;
      } else if (c == '}') {
        variable = false;
      } else if (c == ':' && !variable) {
        parts.add(written.substring(from, at));
        from = at + 1;
      }
    }
    parts.add(written.substring(from));
    return parts;
  }

  /** True when it matches; empty when one of its variables stands for nothing here. */
  default Optional<Boolean> matches(Ask ask, Circumstances here) {
    return switch (this) {
      case Everything() -> Optional.of(true);
      case Matching(var partition, var service, var account, var name) -> {
        boolean head =
            partition.matches("aws", here).orElse(false)
                && service.matches("iot", here).orElse(false)
                && account.matches(ask.account(), here).orElse(false);
        yield head ? name.matches(ask.resource(), here) : Optional.of(false);
      }
    };
  }
}
