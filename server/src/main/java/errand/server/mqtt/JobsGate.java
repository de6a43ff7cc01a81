package errand.server.mqtt;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import errand.core.audit.Actor;
import errand.core.fleet.policy.Action;
import errand.core.name.ThingName;
import errand.server.identity.AccessKey;
import errand.server.identity.DeviceAccess;
import errand.server.identity.Role;
import errand.server.mqtt.Caller.Proof;
import errand.server.wire.device.JobsTopic;
import errand.server.wire.device.MqttDevicePlane;
import errand.server.wire.device.ProvisioningPlane;
import errand.server.wire.device.ProvisioningTopic;
import errand.server.wire.device.Quirk;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets devices do what their policies say, and hands their requests to the device plane. Operators
 * act for any thing as their key's role allows, looked up each time, so that taking a key away
 * counts at once. Who comes through the plain door, which only the development mode opens, may act
 * for any thing too. Names with a dollar in front that are not the service's are nobody's, whatever
 * a policy says. Source: device-protocol 5.3.
 */
public final class JobsGate implements DeviceGate {
  private static final String THINGS = "$aws/things/";
  private static final String SERVICE = "$aws/";
  private static final String SHARE = "$share/";

  private final String account;
  private final MqttDevicePlane plane;
  private final ProvisioningPlane provisioning;
  private final DeviceAccess access;
  private final Function<String, Optional<AccessKey>> keys;
  private final Holds holds;
  private final PresenceKeeper presence;
  private final Set<Quirk> quirks;

  // By identity: an entry goes when the connection does.
  private final Cache<Caller, DeviceAccess.Client> clients =
      CacheBuilder.newBuilder().weakKeys().build();

  /** The gate of one account. */
  public JobsGate(
      String account,
      MqttDevicePlane plane,
      ProvisioningPlane provisioning,
      DeviceAccess access,
      Function<String, Optional<AccessKey>> keys,
      Holds holds,
      PresenceKeeper presence,
      Set<Quirk> quirks) {
    this.account = account;
    this.plane = plane;
    this.provisioning = provisioning;
    this.access = access;
    // A key that is given to another account while its connection lives has no business here.
    this.keys = id -> keys.apply(id).filter(key -> key.account().equals(account));
    this.holds = holds;
    this.presence = presence;
    this.quirks = quirks;
  }

  @Override
  public Optional<String> account(Proof proof) {
    return Optional.of(account);
  }

  @Override
  public boolean mayConnect(Caller caller) {
    return switch (caller.proof()) {
      case Proof.None() -> true;
      case Proof.ByKey(var id) -> keys.apply(id).isPresent();
      case Proof.ByCertificate(var certificate) -> access.mayConnect(client(caller, certificate));
    };
  }

  @Override
  public boolean mayPublish(Caller caller, String topic) {
    return servable(topic) && may(caller, Action.PUBLISH, "topic/" + topic);
  }

  @Override
  public boolean mayRetain(Caller caller, String topic) {
    return may(caller, Action.RETAIN_PUBLISH, "topic/" + topic);
  }

  // A shared subscription gets the messages of the filter behind it, so that is what is judged.
  @Override
  public boolean maySubscribe(Caller caller, String filter) {
    if (filter.startsWith(SHARE)) {
      int behindGroup = filter.indexOf('/', SHARE.length());
      return behindGroup > 0 && maySubscribeTo(caller, filter.substring(behindGroup + 1));
    }
    return maySubscribeTo(caller, filter);
  }

  private boolean maySubscribeTo(Caller caller, String filter) {
    return servable(filter) && may(caller, Action.SUBSCRIBE, "topicfilter/" + filter);
  }

  @Override
  public boolean mayStay(Caller caller) {
    return !quirks.contains(Quirk.SUBSCRIBE_REFUSAL_CLOSES);
  }

  @Override
  public boolean mayReceive(Caller caller, String topic) {
    return switch (caller.proof()) {
      case Proof.None() -> true;
      case Proof.ByKey(var id) -> keys.apply(id).isPresent();
      case Proof.ByCertificate(var certificate) ->
          access.mayNow(client(caller, certificate), Action.RECEIVE, "topic/" + topic);
    };
  }

  private static boolean servable(String topicOrFilter) {
    return !topicOrFilter.startsWith("$") || topicOrFilter.startsWith(SERVICE);
  }

  private boolean may(Caller caller, Action action, String resource) {
    return switch (caller.proof()) {
      case Proof.None() -> true;
      case Proof.ByKey(var id) -> keys.apply(id).filter(key -> may(key.role(), action)).isPresent();
      case Proof.ByCertificate(var certificate) ->
          access.may(client(caller, certificate), action, resource);
    };
  }

  private static boolean may(Role role, Action action) {
    return role != Role.READ_ONLY || action == Action.SUBSCRIBE;
  }

  private DeviceAccess.Client client(Caller caller, X509Certificate certificate) {
    DeviceAccess.Client known = clients.getIfPresent(caller);
    if (known != null) {
      return known;
    }
    var fresh =
        DeviceAccess.Client.mqtt(
            certificate, caller.clientId(), caller.remote().getAddress().getHostAddress());
    return clients.asMap().merge(caller, fresh, (first, second) -> first);
  }

  /** True when the connection is this client's. */
  @SuppressWarnings("ReferenceEquality") // Two connections of one device have equal clients.
  boolean isOf(Caller caller, DeviceAccess.Client client) {
    return clients.getIfPresent(caller) == client;
  }

  /** The thing that a topic is about, when it is about one. */
  private static Optional<ThingName> thing(String topic) {
    if (!topic.startsWith(THINGS)) {
      return Optional.empty();
    }
    int end = topic.indexOf('/', THINGS.length());
    return end < 0 ? Optional.empty() : ThingName.parse(topic.substring(THINGS.length(), end));
  }

  @Override
  public Outcome request(Caller caller, String topic, byte[] payload) {
    thing(topic).ifPresent(holds::hold);
    return switch (JobsTopic.parse(topic)) {
      case JobsTopic.Request request -> replied(caller, plane.answer(request, topic, payload));
      case JobsTopic.NoSuchApi(var thing) ->
          plane
              .noSuchApi(topic, payload)
              .map(message -> replied(caller, message))
              .orElseGet(Outcome.Silent::new);
      case JobsTopic.ServerOnly(var thing) -> new Outcome.Forbidden();
      case JobsTopic.NoThing() -> new Outcome.Close();
      // Other services of the reserved space, such as shadows: taken and dropped, so that a device
      // that also uses them is not disconnected over and over (docs/compat.md).
      case JobsTopic.Elsewhere() ->
          ProvisioningTopic.parse(topic)
              .map(asked -> provisioned(caller, asked, topic, payload))
              .orElseGet(Outcome.Silent::new);
    };
  }

  // Keys are for who asked: the answer waits in no session.
  private Outcome provisioned(
      Caller caller, ProvisioningTopic asked, String topic, byte[] payload) {
    return provisioning
        .answer(actor(caller), asked, topic, payload)
        .<Outcome>map(message -> new Outcome.Reply(message.topic(), message.payload(), true))
        .orElseGet(Outcome.Forbidden::new);
  }

  private Actor actor(Caller caller) {
    String address = caller.remote().getAddress().getHostAddress();
    return switch (caller.proof()) {
      case Proof.None() -> Actor.nobody(caller.clientId(), address);
      case Proof.ByKey(var id) -> new Actor(Actor.Kind.KEY, id, address);
      case Proof.ByCertificate(var certificate) -> client(caller, certificate).actor();
    };
  }

  @Override
  public void settled(Caller caller, String topic) {
    thing(topic).ifPresent(holds::release);
  }

  private Outcome replied(Caller caller, MqttDevicePlane.Message message) {
    boolean kept =
        quirks.contains(Quirk.RECEIVE_FOR_ANSWERS)
            && !may(caller, Action.RECEIVE, "topic/" + message.topic());
    return kept ? new Outcome.Silent() : new Outcome.Reply(message.topic(), message.payload());
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
