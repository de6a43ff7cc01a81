package errand.server.events;

import errand.server.mqtt.AccountLink;
import errand.server.wire.event.EventMessages.Message;

/** Publishes events on {@code $aws/events/…}. */
public record MqttReader(AccountLink link) implements Reader {
  @Override
  public String name() {
    return "mqtt";
  }

  @Override
  public void take(Message message) {
    link.publish(message.topic(), message.payload());
  }
}
