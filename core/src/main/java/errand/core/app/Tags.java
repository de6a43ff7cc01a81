package errand.core.app;

import errand.core.fleet.Tagged;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.PolicyName;
import errand.core.name.ProvisioningTemplateName;
import errand.core.name.TemplateId;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What an operator may ask of tags. Each call is one transaction. Threads: any. */
public final class Tags {
  private final Store store;
  private final Quotas quotas;

  public Tags(Store store, Quotas quotas) {
    this.store = store;
    this.quotas = quotas;
  }

  /** TagResource: adds tags, or gives those there another value. Gives all tags then. */
  public Answer<SortedMap<String, String>, ControlRefusal> tag(
      Tagged resource, SortedMap<String, String> more) {
    return change(resource, tags -> tags.putAll(more));
  }

  /** UntagResource: keys that are not there are passed over. Gives all tags then. */
  public Answer<SortedMap<String, String>, ControlRefusal> untag(
      Tagged resource, List<String> keys) {
    return change(resource, tags -> tags.keySet().removeAll(keys));
  }

  // Who has more tags than a limit that was lowered later can still take some away.
  private Answer<SortedMap<String, String>, ControlRefusal> change(
      Tagged resource, Consumer<SortedMap<String, String>> edit) {
    return store.transact(
        tx ->
            known(
                tx,
                resource,
                () -> {
                  SortedMap<String, String> before = tx.tags().find(resource);
                  var after = new TreeMap<>(before);
                  edit.accept(after);
                  Optional<String> excess =
                      after.size() > before.size() ? excess(after, quotas) : Optional.empty();
                  if (excess.isPresent()) {
                    return ControlRefusal.limitExceeded(excess.get());
                  }
                  tx.tags().put(resource, after);
                  return Answer.given(after);
                }));
  }

  /** ListTagsForResource: all tags, by key. */
  public Answer<SortedMap<String, String>, ControlRefusal> list(Tagged resource) {
    return store.read(tx -> known(tx, resource, () -> Answer.given(tx.tags().find(resource))));
  }

  /** What is wrong with so many tags on one resource. */
  static Optional<String> excess(SortedMap<String, String> tags, Quotas quotas) {
    int most = quotas.most(Quota.TAGS_PER_RESOURCE);
    return tags.size() > most
        ? Optional.of("A resource can have at most " + most + " tags.")
        : Optional.empty();
  }

  private static <T> Answer<T, ControlRefusal> known(
      Tx tx, Tagged resource, Supplier<Answer<T, ControlRefusal>> then) {
    boolean there =
        switch (resource.kind()) {
          case THING -> ThingName.parse(resource.name()).flatMap(tx.things()::find).isPresent();
          case THING_GROUP ->
              GroupName.parse(resource.name()).flatMap(tx.groups()::find).isPresent();
          case THING_TYPE ->
              ThingTypeName.parse(resource.name()).flatMap(tx.thingTypes()::find).isPresent();
          case JOB -> JobId.parse(resource.name()).flatMap(tx.jobs()::find).isPresent();
          case JOB_TEMPLATE ->
              TemplateId.parse(resource.name()).flatMap(tx.templates()::find).isPresent();
          case POLICY -> PolicyName.parse(resource.name()).flatMap(tx.policies()::find).isPresent();
          case PROVISIONING_TEMPLATE ->
              ProvisioningTemplateName.parse(resource.name())
                  .flatMap(tx.provisioning()::find)
                  .isPresent();
          case CA_CERTIFICATE -> tx.authorities().find(resource.name()).isPresent();
        };
    return there ? then.get() : ControlRefusal.notFound("The resource does not exist.");
  }
}
