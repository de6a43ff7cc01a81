package errand.core.app;

import errand.core.fleet.Tagged;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.PolicyName;
import errand.core.name.TemplateId;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    return store.transact(
        tx ->
            known(
                tx,
                resource,
                () -> {
                  var all = new TreeMap<>(tx.tags().find(resource));
                  all.putAll(more);
                  Optional<String> excess = excess(all, quotas);
                  return excess.isPresent()
                      ? ControlRefusal.limitExceeded(excess.get())
                      : put(tx, resource, all);
                }));
  }

  /** UntagResource: keys that are not there are passed over. Gives all tags then. */
  public Answer<SortedMap<String, String>, ControlRefusal> untag(
      Tagged resource, List<String> keys) {
    return store.transact(
        tx ->
            known(
                tx,
                resource,
                () -> {
                  var left = new TreeMap<>(tx.tags().find(resource));
                  left.keySet().removeAll(keys);
                  return put(tx, resource, left);
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

  private static Answer<SortedMap<String, String>, ControlRefusal> put(
      Tx tx, Tagged resource, SortedMap<String, String> tags) {
    tx.tags().put(resource, tags);
    return Answer.given(tags);
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
          case CA_CERTIFICATE -> tx.authorities().find(resource.name()).isPresent();
        };
    return there ? then.get() : ControlRefusal.notFound("The resource does not exist.");
  }
}
