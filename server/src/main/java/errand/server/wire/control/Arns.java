package errand.server.wire.control;

import errand.core.app.JobsControl.TargetName;
import errand.core.app.PolicyRows.Holder;
import errand.core.catalog.Destination;
import errand.core.document.ManagedTemplate;
import errand.core.fleet.Tagged;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.PackageName;
import errand.core.name.PolicyName;
import errand.core.name.ProvisioningTemplateName;
import errand.core.name.TemplateId;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.Optional;

/** Resource names of one account in one region. Source: control-plane 2. */
record Arns(String region, String account) {
  String thing(ThingName name) {
    return of("thing/" + name);
  }

  String group(GroupName name) {
    return of("thinggroup/" + name);
  }

  String thingType(ThingTypeName name) {
    return of("thingtype/" + name);
  }

  String job(JobId id) {
    return of("job/" + id);
  }

  String software(PackageName name) {
    return of("package/" + name);
  }

  String destination(Destination destination) {
    return of("package/" + destination.text());
  }

  /** The version of a package that an ARN of this account and region names. */
  Optional<Destination> destination(String arn) {
    return named(arn, "package").flatMap(Destination::parse);
  }

  String certificate(String id) {
    return of("cert/" + id);
  }

  String authority(String id) {
    return of("cacert/" + id);
  }

  String policy(PolicyName name) {
    return of("policy/" + name);
  }

  /** What a policy can be attached to: a certificate or a group. */
  Optional<Holder> holder(String arn) {
    return certificateId(arn)
        .<Holder>map(Holder.OfCertificate::new)
        .or(() -> groupName(arn).map(Holder.OfGroup::new));
  }

  String holder(Holder holder) {
    return switch (holder) {
      case Holder.OfCertificate(String id) -> certificate(id);
      case Holder.OfGroup(GroupName name) -> group(name);
    };
  }

  String template(TemplateId id) {
    return of("jobtemplate/" + id);
  }

  String provisioning(ProvisioningTemplateName name) {
    return of("provisioningtemplate/" + name);
  }

  /** Managed templates belong to no account (control-plane 2). */
  String managedTemplate(ManagedTemplate template) {
    return managedPrefix() + template.name() + ":" + ManagedTemplate.VERSION;
  }

  private String managedPrefix() {
    return "arn:aws:iot:" + region + "::jobtemplate/";
  }

  /** The name in a managed template's ARN, with or without its version. */
  Optional<String> managedTemplateName(String arn) {
    if (!arn.startsWith(managedPrefix())) {
      return Optional.empty();
    }
    String name = arn.substring(managedPrefix().length());
    String version = ":" + ManagedTemplate.VERSION;
    return Optional.of(
        name.endsWith(version) ? name.substring(0, name.length() - version.length()) : name);
  }

  Optional<TemplateId> templateId(String arn) {
    return named(arn, "jobtemplate").flatMap(TemplateId::parse);
  }

  Optional<JobId> jobId(String arn) {
    return named(arn, "job").flatMap(JobId::parse);
  }

  /** Says why an ARN names no template. */
  String notATemplate(String arn) {
    String type = resource(arn).map(found -> found.replaceFirst("/.*", "")).orElse("");
    return type.isEmpty()
        ? "JobTemplateArn " + arn + " is not of this account and region."
        : "Resource type should be jobtemplate but found invalid resource type " + type;
  }

  private Optional<String> named(String arn, String type) {
    return resource(arn)
        .filter(found -> found.startsWith(type + "/"))
        .map(found -> found.substring(type.length() + 1));
  }

  /** What stands behind the account, or is no ARN's at all, as an ARN. */
  String arn(String behindAccount) {
    return of(behindAccount);
  }

  private String of(String resource) {
    return "arn:aws:iot:" + region + ":" + account + ":" + resource;
  }

  /** The thing or group an ARN of this account and region names. */
  Optional<TargetName> target(String arn) {
    return resource(arn)
        .flatMap(
            resource -> {
              int slash = resource.indexOf('/');
              String name = resource.substring(slash + 1);
              return switch (resource.substring(0, Math.max(0, slash))) {
                case "thing" -> ThingName.parse(name).map(TargetName.OfThing::new);
                case "thinggroup" -> GroupName.parse(name).map(TargetName.OfGroup::new);
                default -> Optional.empty();
              };
            });
  }

  Optional<ThingName> thingName(String arn) {
    return target(arn)
        .filter(TargetName.OfThing.class::isInstance)
        .map(target -> ((TargetName.OfThing) target).name());
  }

  Optional<GroupName> groupName(String arn) {
    return target(arn)
        .filter(TargetName.OfGroup.class::isInstance)
        .map(target -> ((TargetName.OfGroup) target).name());
  }

  Optional<String> certificateId(String arn) {
    return resource(arn)
        .filter(resource -> resource.matches("cert/[0-9a-f]{64}"))
        .map(resource -> resource.substring("cert/".length()));
  }

  /** What an ARN of this account and region names, if that may carry tags. */
  Optional<Tagged> tagged(String arn) {
    return resource(arn)
        .flatMap(
            resource -> {
              int slash = Math.max(0, resource.indexOf('/'));
              return kind(resource.substring(0, slash))
                  .map(kind -> new Tagged(kind, resource.substring(slash + 1)));
            });
  }

  private static Optional<Tagged.Kind> kind(String type) {
    return switch (type) {
      case "thing" -> Optional.of(Tagged.Kind.THING);
      case "thinggroup" -> Optional.of(Tagged.Kind.THING_GROUP);
      case "thingtype" -> Optional.of(Tagged.Kind.THING_TYPE);
      case "job" -> Optional.of(Tagged.Kind.JOB);
      case "jobtemplate" -> Optional.of(Tagged.Kind.JOB_TEMPLATE);
      case "policy" -> Optional.of(Tagged.Kind.POLICY);
      case "provisioningtemplate" -> Optional.of(Tagged.Kind.PROVISIONING_TEMPLATE);
      case "cacert" -> Optional.of(Tagged.Kind.CA_CERTIFICATE);
      default -> Optional.empty();
    };
  }

  private Optional<String> resource(String arn) {
    String prefix = of("");
    return arn.startsWith(prefix) ? Optional.of(arn.substring(prefix.length())) : Optional.empty();
  }
}
