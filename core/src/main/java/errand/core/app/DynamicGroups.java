package errand.core.app;

import errand.core.fleet.AttributeChange;
import errand.core.fleet.DynamicGroup;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Tagged;
import errand.core.fleet.query.Query;
import errand.core.fleet.query.QueryLimits;
import errand.core.name.GroupName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an operator may ask of dynamic thing groups. They have no parent and no children. Each call
 * is one transaction; members come and go behind it, see {@link DynamicWalk}. Threads: any.
 */
public final class DynamicGroups {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Memberships memberships;
  private final Quotas quotas;
  private final Bell bell;

  public DynamicGroups(
      Store store,
      Ids ids,
      InstantSource clock,
      Memberships memberships,
      Quotas quotas,
      Bell bell) {
    this.quotas = quotas;
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.memberships = memberships;
    this.bell = bell;
  }

  /** A group with what makes it dynamic. */
  public record Described(Group group, DynamicGroup dynamic) {}

  /** What a new group is like. */
  public record NewGroup(
      GroupName name,
      String description,
      SortedMap<String, String> attributes,
      SortedMap<String, String> tags,
      String query) {
    Group group(GroupId id, Instant now) {
      return new Group(id, name, Optional.empty(), description, attributes, 1, now);
    }
  }

  /** CreateDynamicThingGroup: repeating it with the same configuration gives the group again. */
  public Answer<Described, ControlRefusal> create(NewGroup wanted) {
    Instant now = clock.instant();
    Answer<Described, ControlRefusal> answer =
        checked(wanted.query(), _ -> store.transact(tx -> create(tx, wanted, now)));
    bell.due();
    return answer;
  }

  private Answer<Described, ControlRefusal> create(Tx tx, NewGroup wanted, Instant now) {
    Group group = wanted.group(new GroupId(ids.next()), now);
    Optional<String> excess =
        Groups.excess(group.attributes(), quotas).or(() -> Tags.excess(wanted.tags(), quotas));
    if (excess.isPresent()) {
      return ControlRefusal.invalid(excess.get());
    }
    Optional<Group> existing = tx.groups().find(wanted.name());
    if (existing.isPresent()) {
      return again(tx, existing.get(), group, wanted.query());
    }
    int most = quotas.most(Quota.DYNAMIC_GROUPS);
    if (tx.dynamicGroups().all().size() >= most) {
      return ControlRefusal.limitExceeded(
          "There can be at most " + most + " dynamic thing groups.");
    }
    var dynamic = DynamicGroup.begun(group.id(), group.name(), wanted.query());
    tx.groups().insert(group);
    tx.tags().put(Tagged.group(group), wanted.tags());
    tx.dynamicGroups().put(dynamic);
    FleetEvents.in(tx, now).created(group);
    return Answer.given(new Described(group, dynamic));
  }

  private static Answer<Described, ControlRefusal> again(
      Tx tx, Group existing, Group wanted, String query) {
    return tx.dynamicGroups()
        .find(existing.id())
        .filter(dynamic -> dynamic.query().equals(query) && existing.sameConfiguration(wanted))
        .map(dynamic -> Answer.<Described, ControlRefusal>given(new Described(existing, dynamic)))
        .orElseGet(() -> Groups.taken(existing));
  }

  /** What makes a group dynamic; absent for a static one. */
  public Optional<DynamicGroup> find(GroupId id) {
    return store.read(tx -> tx.dynamicGroups().find(id));
  }

  /**
   * What to change.
   *
   * @param description absent leaves it
   * @param query absent leaves it
   * @param expectedVersion the change is refused when the group has another
   */
  public record Update(
      Optional<String> description,
      AttributeChange attributes,
      Optional<String> query,
      OptionalLong expectedVersion) {}

  /** UpdateDynamicThingGroup: each accepted update makes a version. */
  public Answer<Described, ControlRefusal> update(GroupName name, Update update) {
    Instant now = clock.instant();
    Answer<Described, ControlRefusal> answer =
        checked(
            update.query().orElse("*"),
            _ ->
                store.transact(
                    tx ->
                        current(
                            tx, name, update.expectedVersion(), is -> save(tx, is, update, now))));
    bell.due();
    return answer;
  }

  private Answer<Described, ControlRefusal> save(Tx tx, Described is, Update update, Instant now) {
    Group changed =
        is.group().with(update.description().orElse(is.group().description()), update.attributes());
    Optional<String> excess = Groups.excess(changed.attributes(), quotas);
    if (excess.isPresent()) {
      return ControlRefusal.invalid(excess.get());
    }
    if (!tx.groups().update(changed, is.group().version())) {
      throw new IllegalStateException("group " + changed.name() + " changed under its lock");
    }
    DynamicGroup dynamic =
        update
            .query()
            .filter(query -> !query.equals(is.dynamic().query()))
            .map(is.dynamic()::asking)
            .orElse(is.dynamic());
    tx.dynamicGroups().put(dynamic);
    FleetEvents.in(tx, now).updated(changed);
    return Answer.given(new Described(changed, dynamic));
  }

  /** DeleteDynamicThingGroup: its things leave it. True when there was one; false is no refusal. */
  public Answer<Boolean, ControlRefusal> delete(GroupName name, OptionalLong expectedVersion) {
    Instant now = clock.instant();
    Answer<Boolean, ControlRefusal> answer =
        store.transact(
            tx ->
                tx.groups().find(name).isEmpty()
                    ? Answer.given(false)
                    : current(tx, name, expectedVersion, is -> delete(tx, is, now)));
    bell.due();
    return answer;
  }

  private Answer<Boolean, ControlRefusal> delete(Tx tx, Described is, Instant now) {
    memberships.groupDeleted(tx, is.group(), now);
    tx.tags().put(Tagged.group(is.group()), new TreeMap<>());
    tx.dynamicGroups().remove(is.group().id());
    FleetEvents.in(tx, now).deleted(is.group());
    return Answer.given(tx.groups().delete(is.group()));
  }

  private static <T> Answer<T, ControlRefusal> current(
      Tx tx,
      GroupName name,
      OptionalLong expectedVersion,
      Function<Described, Answer<T, ControlRefusal>> then) {
    return Find.group(
        tx,
        name,
        group ->
            tx.dynamicGroups()
                .find(group.id())
                .map(
                    dynamic ->
                        Find.current(
                            "thing group " + name,
                            group.version(),
                            expectedVersion,
                            () -> then.apply(new Described(group, dynamic))))
                .orElseGet(
                    () ->
                        ControlRefusal.invalid(
                            "Thing group " + name + " is not a dynamic thing group.")));
  }

  private static <T> Answer<T, ControlRefusal> checked(
      String query, Function<Query, Answer<T, ControlRefusal>> then) {
    return FleetSearch.query(query, QueryLimits.DYNAMIC_GROUP, then);
  }
}
