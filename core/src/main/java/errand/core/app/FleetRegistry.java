package errand.core.app;

import java.time.InstantSource;

/** All that an operator may ask of the registry, by noun. */
public record FleetRegistry(
    Things things,
    ThingTypes thingTypes,
    Groups groups,
    Members members,
    Tags tags,
    AccountSettings account) {
  public static FleetRegistry over(
      Store store, Ids ids, InstantSource clock, Bell bell, Quotas quotas) {
    var memberships = new Memberships(ids, quotas);
    return new FleetRegistry(
        new Things(store, ids, clock, memberships, quotas, bell),
        new ThingTypes(store, ids, clock, quotas),
        new Groups(store, ids, clock, memberships, quotas, bell),
        new Members(store, clock, memberships, bell),
        new Tags(store, quotas),
        new AccountSettings(store, clock));
  }
}
