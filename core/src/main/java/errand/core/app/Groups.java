package errand.core.app;

import errand.core.app.GroupRows.Scope;
import errand.core.fleet.AttributeChange;
import errand.core.fleet.DynamicGroup;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Tagged;
import errand.core.name.GroupName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an operator may ask of static thing groups. Each call is one transaction. Threads: any. */
public final class Groups {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Memberships memberships;
  private final Quotas quotas;
  private final Bell bell;

  public Groups(
      Store store,
      Ids ids,
      InstantSource clock,
      Memberships memberships,
      Quotas quotas,
      Bell bell) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.memberships = memberships;
    this.quotas = quotas;
    this.bell = bell;
  }

  /** What a new group is like. */
  public record NewGroup(
      GroupName name,
      Optional<GroupName> parent,
      String description,
      SortedMap<String, String> attributes,
      SortedMap<String, String> tags) {
    Group group(GroupId id, Instant now) {
      return new Group(id, name, parent, description, attributes, 1, now);
    }
  }

  /**
   * CreateThingGroup: repeating it with the same configuration gives the group again, with the tags
   * it has; another one is refused.
   */
  public Answer<Group, ControlRefusal> create(NewGroup wanted) {
    Instant now = clock.instant();
    Optional<String> excess =
        excess(wanted.attributes(), quotas).or(() -> Tags.excess(wanted.tags(), quotas));
    if (excess.isPresent()) {
      return ControlRefusal.invalid(excess.get());
    }
    return store.transact(
        tx -> {
          Group group = wanted.group(new GroupId(ids.next()), now);
          return tx.groups()
              .find(wanted.name())
              .map(existing -> again(tx, existing, group))
              .orElseGet(
                  () -> fits(tx, wanted.parent()).then(_ -> insert(tx, group, wanted.tags())));
        });
  }

  /** Makes a group of its own, with nothing but the name, where none has it. */
  void ensure(Tx tx, GroupName name, Instant now) {
    if (tx.groups().find(name).isEmpty()) {
      var bare = new NewGroup(name, Optional.empty(), "", new TreeMap<>(), new TreeMap<>());
      insert(tx, bare.group(new GroupId(ids.next()), now), new TreeMap<>());
    }
  }

  private static Answer<Group, ControlRefusal> again(Tx tx, Group existing, Group wanted) {
    return existing.sameConfiguration(wanted) && tx.dynamicGroups().find(existing.id()).isEmpty()
        ? Answer.given(existing)
        : taken(existing);
  }

  /** The refusal of a group whose name another one has. */
  static <T> Answer<T, ControlRefusal> taken(Group existing) {
    return ControlRefusal.alreadyExists(
        "Thing Group "
            + existing.name()
            + " already exists in current account with different properties",
        existing.id().toString());
  }

  private static Answer<Group, ControlRefusal> insert(
      Tx tx, Group group, SortedMap<String, String> tags) {
    tx.groups().insert(group);
    tx.tags().put(Tagged.group(group), tags);
    FleetEvents.in(tx, group.createdAt()).created(group);
    return Answer.given(group);
  }

  // Whether there is room for one more group below this parent, or beside all others.
  private Answer<Boolean, ControlRefusal> fits(Tx tx, Optional<GroupName> parent) {
    return parent.isEmpty()
        ? Answer.given(true)
        : Find.group(tx, parent.get(), above -> fits(tx, above));
  }

  private Answer<Boolean, ControlRefusal> fits(Tx tx, Group parent) {
    if (tx.dynamicGroups().find(parent.id()).isPresent()) {
      return ControlRefusal.invalid(
          "Thing group " + parent.name() + " is dynamic and can have no child groups.");
    }
    int depth = quotas.most(Quota.GROUP_DEPTH);
    // The groups above the parent, the parent, and the new one.
    if (rootToParent(tx, parent).size() + 2 > depth) {
      return ControlRefusal.invalid(
          "A hierarchy of thing groups can be at most " + depth + " groups deep.");
    }
    int most = quotas.most(Quota.GROUP_CHILDREN);
    var children = new Scope.Children(parent.name());
    return tx.groups().list(children, "", Optional.empty(), most).size() < most
        ? Answer.given(true)
        : ControlRefusal.invalid(
            "Thing group " + parent.name() + " can have at most " + most + " child groups.");
  }

  /** A group with the groups above it, the root first, and what makes it dynamic if anything. */
  public record Described(Group group, List<Group> rootToParent, Optional<DynamicGroup> dynamic) {}

  public Answer<Described, ControlRefusal> describe(GroupName name) {
    return store.read(
        tx ->
            Find.group(
                tx,
                name,
                group ->
                    Answer.given(
                        new Described(
                            group, rootToParent(tx, group), tx.dynamicGroups().find(group.id())))));
  }

  /** The groups above a group, the root first; a parent cannot go before its children. */
  static List<Group> rootToParent(Tx tx, Group group) {
    var above = new ArrayList<Group>();
    Optional<Group> next = group.parent().flatMap(tx.groups()::find);
    while (next.isPresent()) {
      above.addFirst(next.get());
      next = next.get().parent().flatMap(tx.groups()::find);
    }
    return List.copyOf(above);
  }

  /**
   * What to change.
   *
   * @param description absent leaves it [choice]: a partial update loses nothing
   * @param expectedVersion the change is refused when the group has another
   */
  public record Update(
      Optional<String> description, AttributeChange attributes, OptionalLong expectedVersion) {}

  /** UpdateThingGroup: each accepted update makes a version. */
  public Answer<Group, ControlRefusal> update(GroupName name, Update update) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            Find.group(
                tx,
                name,
                group ->
                    Find.current(
                        "thing group " + name,
                        group.version(),
                        update.expectedVersion(),
                        () -> save(tx, group, update, now))));
  }

  private Answer<Group, ControlRefusal> save(Tx tx, Group group, Update update, Instant now) {
    if (tx.dynamicGroups().find(group.id()).isPresent()) {
      return ControlRefusal.invalid(
          "Thing group " + group.name() + " is dynamic: update it with UpdateDynamicThingGroup.");
    }
    Group changed =
        group.with(update.description().orElse(group.description()), update.attributes());
    Optional<String> excess = excess(changed.attributes(), quotas);
    if (excess.isPresent()) {
      return ControlRefusal.invalid(excess.get());
    }
    if (!tx.groups().update(changed, group.version())) {
      throw new IllegalStateException("group " + group.name() + " changed under its lock");
    }
    FleetEvents.in(tx, now).updated(changed);
    return Answer.given(changed);
  }

  /** What is wrong with so many attributes on one group. */
  static Optional<String> excess(SortedMap<String, String> attributes, Quotas quotas) {
    int most = quotas.most(Quota.GROUP_ATTRIBUTES);
    return attributes.size() > most
        ? Optional.of("A thing group can have at most " + most + " attributes.")
        : Optional.empty();
  }

  /**
   * DeleteThingGroup: its things leave it; it must have no child groups. True when there was one;
   * false is no refusal (the model names no error for it).
   */
  public Answer<Boolean, ControlRefusal> delete(GroupName name, OptionalLong expectedVersion) {
    Instant now = clock.instant();
    Optional<GroupId> gone = store.read(tx -> tx.groups().find(name)).map(Group::id);
    Answer<Boolean, ControlRefusal> answer =
        store.transact(
            tx ->
                tx.groups()
                    .find(name)
                    .map(
                        group ->
                            Find.current(
                                "thing group " + name,
                                group.version(),
                                expectedVersion,
                                () -> delete(tx, group, now)))
                    .orElseGet(() -> Answer.given(false)));
    bell.notices();
    bell.due();
    gone.ifPresent(id -> bell.changed(new AccessChange.OfGroup(id)));
    return answer;
  }

  private Answer<Boolean, ControlRefusal> delete(Tx tx, Group group, Instant now) {
    if (tx.dynamicGroups().find(group.id()).isPresent()) {
      return ControlRefusal.invalid(
          "Thing group " + group.name() + " is dynamic: delete it with DeleteDynamicThingGroup.");
    }
    var children = new Scope.Children(group.name());
    if (!tx.groups().list(children, "", Optional.empty(), 1).isEmpty()) {
      return ControlRefusal.invalid(
          "Cannot delete thing group : "
              + group.name()
              + " when there are still child groups attached to it");
    }
    memberships.groupDeleted(tx, group, now);
    Dynamics.in(tx, memberships, now).groupDeleted();
    tx.tags().put(Tagged.group(group), new TreeMap<>());
    FleetEvents.in(tx, now).deleted(group);
    return Answer.given(tx.groups().delete(group));
  }

  /**
   * Which groups to list.
   *
   * @param parent lists what is below it; absent, everything
   * @param recursive all the way down, else one level: children, or groups without a parent
   */
  public record Query(Optional<GroupName> parent, String prefix, boolean recursive) {}

  /** ListThingGroups, in name order. */
  public Answer<Page<Group>, ControlRefusal> list(
      Query query, Optional<GroupName> after, int limit) {
    return store.read(
        tx ->
            scope(tx, query)
                .then(
                    scope ->
                        Answer.given(
                            Page.of(
                                tx.groups().list(scope, query.prefix(), after, limit + 1),
                                limit))));
  }

  private static Answer<Scope, ControlRefusal> scope(Tx tx, Query query) {
    if (query.parent().isEmpty()) {
      return Answer.given(query.recursive() ? new Scope.All() : new Scope.Roots());
    }
    return Find.group(
        tx,
        query.parent().get(),
        parent ->
            Answer.given(
                query.recursive()
                    ? new Scope.Below(parent.id())
                    : new Scope.Children(parent.name())));
  }
}
