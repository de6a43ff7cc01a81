package errand.server.conformance.support;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.crt.mqtt5.Mqtt5Client;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions;
import software.amazon.awssdk.crt.mqtt5.OnAttemptingConnectReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionFailureReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionSuccessReturn;
import software.amazon.awssdk.crt.mqtt5.OnDisconnectionReturn;
import software.amazon.awssdk.crt.mqtt5.OnStoppedReturn;

/** The beginning and the end of an MQTT 5 connection of the SDK. */
public final class Life implements Mqtt5ClientOptions.LifecycleEvents {
  private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
  private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

  CompletableFuture<Boolean> connected() {
    return connected;
  }

  CompletableFuture<Boolean> stopped() {
    return stopped;
  }

  @Override
  public void onAttemptingConnect(Mqtt5Client client, OnAttemptingConnectReturn event) {}

  @Override
  public void onConnectionSuccess(Mqtt5Client client, OnConnectionSuccessReturn event) {
    connected.complete(true);
  }

  @Override
  public void onConnectionFailure(Mqtt5Client client, OnConnectionFailureReturn event) {
    connected.completeExceptionally(
        new IllegalStateException("not connected, error " + event.getErrorCode()));
  }

  @Override
  public void onDisconnection(Mqtt5Client client, OnDisconnectionReturn event) {}

  @Override
  public void onStopped(Mqtt5Client client, OnStoppedReturn event) {
    stopped.complete(true);
  }
}
