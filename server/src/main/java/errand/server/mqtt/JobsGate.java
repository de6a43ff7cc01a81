package errand.server.mqtt;

import errand.core.name.ThingName;
import errand.server.identity.DeviceAccess;
import errand.server.wire.device.JobsTopic;
import errand.server.wire.device.MqttDevicePlane;
import java.util.Optional;

/**
 * Lets devices in, each to its own thing's topics, and hands their requests to the device plane. Who
 * comes through the plain door, which only the development mode opens, may act for any thing.
 */
public final class JobsGate implements DeviceGate {
  private static final String THINGS = "$aws/things/";

  private final MqttDevicePlane plane;
  private final DeviceAccess access;
  private final Holds holds;
  private final PresenceKeeper presence;

  public JobsGate(
      MqttDevicePlane plane, DeviceAccess access, Holds holds, PresenceKeeper presence) {
    this.plane = plane;
    this.access = access;
    this.holds = holds;
    this.presence = presence;
  }

  @Override
  public boolean mayConnect(Caller caller) {
    return caller.door() == Door.PLAIN || caller.certificate().filter(access::known).isPresent();
  }

  @Override
  public boolean mayPublish(Caller caller, String topic) {
    return !topic.startsWith("$") || mayUse(caller, topic);
  }

  @Override
  public boolean maySubscribe(Caller caller, String filter) {
    if (!filter.startsWith("$")) {
      return true;
    }
    return filter.startsWith("$share/") ? maySubscribeShared(caller, filter) : mayUse(caller, filter);
  }

  private boolean maySubscribeShared(Caller caller, String filter) {
    int behindGroup = filter.indexOf('/', "$share/".length());
    return behindGroup > 0 && maySubscribe(caller, filter.substring(behindGroup + 1));
  }

  // A thing's name has neither + nor #, so a wildcard there never parses and never passes.
  private boolean mayUse(Caller caller, String topicOrFilter) {
    if (caller.door() == Door.PLAIN) {
      return topicOrFilter.startsWith("$aws/");
    }
    return thing(topicOrFilter)
        .flatMap(thing -> caller.certificate().filter(found -> access.actsFor(found, thing)))
        .isPresent();
  }

  private static Optional<ThingName> thing(String topicOrFilter) {
    if (!topicOrFilter.startsWith(THINGS)) {
      return Optional.empty();
    }
    int end = topicOrFilter.indexOf('/', THINGS.length());
    return end < 0
        ? Optional.empty()
        : ThingName.parse(topicOrFilter.substring(THINGS.length(), end));
  }

  @Override
  public Outcome request(Caller caller, String topic, byte[] payload) {
    thing(topic).ifPresent(holds::hold);
    return switch (JobsTopic.parse(topic)) {
      case JobsTopic.Request request -> replied(plane.answer(request, topic, payload));
      case JobsTopic.NoSuchApi(var thing) ->
          plane
              .noSuchApi(topic, payload)
              .<Outcome>map(JobsGate::replied)
              .orElseGet(Outcome.Silent::new);
      case JobsTopic.ServerOnly(var thing) -> new Outcome.Forbidden();
      case JobsTopic.NoThing() -> new Outcome.Close();
      // Other services of the reserved space, such as shadows: taken and dropped, so that a device
      // that also uses them is not disconnected over and over (docs/compat.md).
      case JobsTopic.Elsewhere() -> new Outcome.Silent();
    };
  }

  @Override
  public void settled(Caller caller, String topic) {
    thing(topic).ifPresent(holds::release);
  }

  private static Outcome replied(MqttDevicePlane.Message message) {
    return new Outcome.Reply(message.topic(), message.payload());
  }

  @Override
  public void connected(Caller caller) {
    presence.connected(caller);
  }

  @Override
  public void disconnected(Caller caller, Ending ending) {
    presence.disconnected(caller, ending);
  }
}
