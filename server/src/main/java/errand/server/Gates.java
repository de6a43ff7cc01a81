package errand.server;

import errand.server.mqtt.Caller;
import errand.server.mqtt.Caller.Proof;
import errand.server.mqtt.DeviceGate;
import errand.server.mqtt.Ending;
import errand.server.mqtt.Outcome;
import java.util.Optional;

/** Leads each MQTT connection to the gate of its account. */
record Gates(Houses houses) implements DeviceGate {
  @Override
  public Optional<String> account(Proof proof) {
    return switch (proof) {
      case Proof.None() -> Optional.of(houses.first().account());
      case Proof.ByKey(var id) -> houses.keyed(id).map(House::account);
      case Proof.ByCertificate(var shown) -> Optional.of(houses.of(shown).account());
    };
  }

  private DeviceGate gate(Caller caller) {
    return houses.known(caller.account()).gate();
  }

  @Override
  public boolean mayConnect(Caller caller) {
    return gate(caller).mayConnect(caller);
  }

  @Override
  public boolean mayPublish(Caller caller, String topic) {
    return gate(caller).mayPublish(caller, topic);
  }

  @Override
  public boolean mayRetain(Caller caller, String topic) {
    return gate(caller).mayRetain(caller, topic);
  }

  @Override
  public boolean maySubscribe(Caller caller, String filter) {
    return gate(caller).maySubscribe(caller, filter);
  }

  @Override
  public boolean mayStay(Caller caller) {
    return gate(caller).mayStay(caller);
  }

  @Override
  public boolean mayReceive(Caller caller, String topic) {
    return gate(caller).mayReceive(caller, topic);
  }

  @Override
  public Outcome request(Caller caller, String topic, byte[] payload) {
    return gate(caller).request(caller, topic, payload);
  }

  @Override
  public void settled(Caller caller, String topic) {
    gate(caller).settled(caller, topic);
  }

  @Override
  public void connected(Caller caller) {
    gate(caller).connected(caller);
  }

  @Override
  public void disconnected(Caller caller, Ending ending) {
    gate(caller).disconnected(caller, ending);
  }
}
