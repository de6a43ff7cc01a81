package errand.server.mqtt;

import static com.hivemq.configuration.service.PersistenceConfigurationService.PersistenceMode;

import com.hivemq.configuration.service.FullConfigurationService;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.configuration.service.impl.ConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.MqttConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.PersistenceConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.RestrictionsConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.SecurityConfigurationServiceImpl;
import com.hivemq.configuration.service.impl.listener.ListenerConfigurationServiceImpl;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.statistics.UsageStatisticsConfigImpl;

/** Our settings in the broker's words; no configuration file is read. */
final class HiveConfiguration {

  /** Room for a topic and MQTT 5 properties beside the largest payload. */
  private static final int PACKET_OVERHEAD_BYTES = 8 * 1024;

  /**
   * Into how many stores the broker splits its sessions. Its default of 64 doubles the time to
   * start. Part of the file format: another number does not find sessions stored before.
   */
  private static final int BUCKETS = 8;

  private static final int STRING_BYTES_MAX = 65_535;

  private HiveConfiguration() {}

  static FullConfigurationService of(MqttSettings settings) {
    forTheWholeProcess();
    var configuration =
        new ConfigurationServiceImpl(
            new ListenerConfigurationServiceImpl(),
            new MqttConfigurationServiceImpl(),
            new RestrictionsConfigurationServiceImpl(),
            new SecurityConfigurationServiceImpl(),
            new UsageStatisticsConfigImpl(),
            new PersistenceConfigurationServiceImpl());
    apply(settings.limits(), configuration);
    configuration.usageStatisticsConfiguration().setEnabled(false);
    configuration
        .persistenceConfigurationService()
        .setMode(
            switch (settings.storage()) {
              case MEMORY -> PersistenceMode.IN_MEMORY;
              case FILE -> PersistenceMode.FILE;
            });
    return configuration;
  }

  private static void apply(MqttLimits limits, FullConfigurationService configuration) {
    var mqtt = configuration.mqttConfiguration();
    mqtt.setMaximumQos(QoS.AT_LEAST_ONCE);
    mqtt.setMaxPacketSize(limits.payloadBytesMax() + PACKET_OVERHEAD_BYTES);
    mqtt.setServerReceiveMaximum(limits.unacknowledgedMax());
    mqtt.setMaxQueuedMessages(limits.queuedMessagesMax());
    mqtt.setMaxSessionExpiryInterval(limits.sessionExpiryMax().toSeconds());
    mqtt.setKeepAliveAllowZero(false);
    mqtt.setKeepAliveMax((int) limits.keepAliveMax().toSeconds());
    var restrictions = configuration.restrictionsConfiguration();
    // Entrances measure client ids and desks topics: in bytes, and with answers of their own.
    restrictions.setMaxClientIdLength(STRING_BYTES_MAX);
    restrictions.setMaxTopicLength(STRING_BYTES_MAX);
  }

  /** Switches the broker has only as static fields; the same for every broker in the process. */
  private static void forTheWholeProcess() {
    // The gate decides at the entrance; the broker has no authenticator of its own.
    InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(false);
    InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
    InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
    InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
    InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(0);
  }
}
