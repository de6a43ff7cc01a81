package errand.core.fleet;

import errand.core.name.ThingName;

/**
 * A certificate that speaks for a thing.
 *
 * @param exclusive the certificate speaks for no other thing, so its connections are the thing's
 *     whatever their client id. Source: control-plane 10.4
 */
public record Attachment(
    String certificateId, ThingId thing, ThingName thingName, boolean exclusive) {}
