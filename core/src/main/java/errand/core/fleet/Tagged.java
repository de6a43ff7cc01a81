package errand.core.fleet;

import errand.core.name.JobId;
import errand.core.name.PolicyName;
import errand.core.name.ProvisioningTemplateName;
import errand.core.name.TemplateId;

/** What may carry tags, by kind and name. */
public record Tagged(Kind kind, String name) {
  /** The kinds of resources that may carry tags. */
  public enum Kind {
    THING,
    THING_GROUP,
    THING_TYPE,
    JOB,
    JOB_TEMPLATE,
    POLICY,
    CA_CERTIFICATE,
    PROVISIONING_TEMPLATE
  }

  public static Tagged thing(Thing thing) {
    return new Tagged(Kind.THING, thing.name().text());
  }

  public static Tagged group(Group group) {
    return new Tagged(Kind.THING_GROUP, group.name().text());
  }

  public static Tagged job(JobId id) {
    return new Tagged(Kind.JOB, id.text());
  }

  public static Tagged template(TemplateId id) {
    return new Tagged(Kind.JOB_TEMPLATE, id.text());
  }

  public static Tagged policy(PolicyName name) {
    return new Tagged(Kind.POLICY, name.text());
  }

  public static Tagged authority(Authority authority) {
    return new Tagged(Kind.CA_CERTIFICATE, authority.id());
  }

  public static Tagged provisioning(ProvisioningTemplateName name) {
    return new Tagged(Kind.PROVISIONING_TEMPLATE, name.text());
  }

  public static Tagged type(ThingType type) {
    return new Tagged(Kind.THING_TYPE, type.name().text());
  }
}
