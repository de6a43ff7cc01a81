package errand.server.wire.control;

import errand.server.wire.rest.RestCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call is about, named as in ARNs: {@code thing/pump-1}. Read from the path and from those
 * members that hold names; nothing else of a body is looked at.
 */
final class Subjects {
  private Subjects() {}

  static List<String> of(Route route, List<String> variables, RestCall call, ObjectNode body) {
    var subjects = new ArrayList<String>();
    inPath(route.template(), variables, subjects);
    named(body, "thingName", "thing").ifPresent(subjects::add);
    named(body, "thingGroupName", "thinggroup").ifPresent(subjects::add);
    named(body, "templateName", "provisioningtemplate").ifPresent(subjects::add);
    Stream.of(
            text(body, "target"),
            text(body, "resourceArn"),
            text(body, "thingArn"),
            text(body, "thingGroupArn"),
            text(body, "principal"),
            call.header("x-amzn-principal"))
        .flatMap(Optional::stream)
        .map(Subjects::behindAccount)
        .forEach(subjects::add);
    return subjects;
  }

  private static void inPath(List<String> template, List<String> variables, List<String> into) {
    int variable = 0;
    for (int i = 1; i < template.size(); i++) {
      if (template.get(i).startsWith("{")) {
        String value = variables.get(variable);
        variable++;
        kind(template.get(i)).ifPresent(kind -> into.add(kind + "/" + value));
      }
    }
  }

  /** The kind that a variable of a path template names. */
  private static Optional<String> kind(String variable) {
    return switch (variable) {
      case "{thingName}" -> Optional.of("thing");
      case "{thingGroupName}" -> Optional.of("thinggroup");
      case "{thingTypeName}" -> Optional.of("thingtype");
      case "{jobId}" -> Optional.of("job");
      case "{jobTemplateId}" -> Optional.of("jobtemplate");
      case "{policyName}" -> Optional.of("policy");
      case "{certificateId}" -> Optional.of("cert");
      case "{caCertificateId}" -> Optional.of("cacert");
      case "{provisioningTemplateName}" -> Optional.of("provisioningtemplate");
      default -> Optional.empty();
    };
  }

  private static Optional<String> named(ObjectNode body, String member, String kind) {
    return text(body, member).map(name -> kind + "/" + name);
  }

  private static Optional<String> text(ObjectNode body, String member) {
    return body.path(member).isString()
        ? Optional.of(body.path(member).stringValue())
        : Optional.empty();
  }

  /** An ARN without what all ARNs of an account have in common. */
  static String behindAccount(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length == 6 && parts[0].equals("arn") ? parts[5] : arn;
  }
}
