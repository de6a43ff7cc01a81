package errand.server.http;

import errand.server.identity.SigV4;
import errand.server.identity.SigV4Verdict;
import errand.server.line.Line;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets MQTT in through the HTTP listeners: over WebSocket with a presigned link or a client
 * certificate, and straight over TLS with a certificate.
 */
public final class MqttUpgrades {
  /** In the scope of signatures that open a WebSocket. Source: device-protocol 5.1 [sdk-code]. */
  private static final String SERVICE = "iotdevicegateway";

  private final SigV4 signatures;
  private final Accounts accounts;
  private final MqttLines lines;

  public MqttUpgrades(SigV4 signatures, Accounts accounts, MqttLines lines) {
    this.signatures = signatures;
    this.accounts = accounts;
    this.lines = lines;
  }

  /** What becomes of a request for WebSocket. */
  sealed interface Reception {
    record Refused(HttpAnswer answer) implements Reception {}

    record Welcome(Consumer<Line> user) implements Reception {}
  }

  /** MQTT straight over TLS. */
  void direct(Line line) {
    lines.direct(line);
  }

  /** Who asks for WebSocket; whether a certificate is of any worth is seen when MQTT connects. */
  Reception webSocket(HttpRequest request) {
    return switch (signatures.verify(request.signable())) {
      case SigV4Verdict.Refused why -> new Reception.Refused(accounts.notSigned(request, why));
      case SigV4Verdict.Signed(var key, var service, _) ->
          service.equals(SERVICE)
              ? new Reception.Welcome(line -> lines.webSocket(line, Optional.of(key.id())))
              : refused(
                  403,
                  "AccessDeniedException",
                  "The signature must be for the service " + SERVICE + ".");
      case SigV4Verdict.Unsigned() ->
          request.peerCertificate().isPresent()
              ? new Reception.Welcome(line -> lines.webSocket(line, Optional.empty()))
              : refused(
                  403,
                  "MissingAuthenticationTokenException",
                  "Sign the link (SigV4) or show a client certificate.");
    };
  }

  private static Reception refused(int status, String code, String message) {
    return new Reception.Refused(HttpAnswer.error(status, code, message));
  }
}
