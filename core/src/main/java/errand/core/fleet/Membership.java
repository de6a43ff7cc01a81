package errand.core.fleet;

import errand.core.name.ThingName;

/**
 * A thing in a group.
 *
 * @param joined place in the order of all joins and job creations (see {@code Ids.nextOrder}); a
 *     snapshot job takes the members that joined before it was created
 */
public record Membership(GroupId group, ThingId thing, ThingName thingName, long joined) {}
