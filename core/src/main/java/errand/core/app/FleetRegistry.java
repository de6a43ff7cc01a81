package errand.core.app;

import java.time.InstantSource;

/** All that an operator may ask of the registry, by noun. */
public record FleetRegistry(
    Things things,
    ThingTypes thingTypes,
    Groups groups,
    Members members,
    Tags tags,
    AccountSettings account,
    BulkThings bulk) {
  public static FleetRegistry over(
      Store store, Ids ids, InstantSource clock, Bell bell, Quotas quotas) {
    var memberships = new Memberships(ids, quotas);
    var things = new Things(store, ids, clock, memberships, quotas, bell);
    var groups = new Groups(store, ids, clock, memberships, quotas, bell);
    var members = new Members(store, clock, memberships, bell);
    return new FleetRegistry(
        things,
        new ThingTypes(store, ids, clock, quotas),
        groups,
        members,
        new Tags(store, quotas),
        new AccountSettings(store, clock),
        new BulkThings(store, clock, things, groups, members));
  }
}
