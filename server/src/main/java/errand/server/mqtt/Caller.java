package errand.server.mqtt;

import errand.server.identity.DeviceCertificate;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who is on a connection. One value per connection, the same in every call about it.
 *
 * @param connection a number no other connection of this process has
 * @param account twelve digits; whose fleet it belongs to
 * @param clientId the MQTT client id, given or assigned; not empty
 * @param session the name the broker keeps this client's session under: the account, the client id
 *     and who has proven to be behind it, so that nobody else gets at the session under the same
 *     client id
 * @param door the door it came through
 * @param proof what it has shown of itself
 * @param remote the address it came from
 */
public record Caller(
    long connection,
    String account,
    String clientId,
    String session,
    Door door,
    Proof proof,
    InetSocketAddress remote) {

  /** What a caller has proven. */
  public sealed interface Proof {

    /** Nothing; present exactly at {@link Door#PLAIN}. */
    record None() implements Proof {}

    /**
     * That it holds the private key of a client certificate. Nothing else about the certificate has
     * been checked: not its issuer, not its dates.
     */
    record ByCertificate(X509Certificate certificate) implements Proof {}

    /** That it held an operator's access key when it connected. */
    record ByKey(String accessKeyId) implements Proof {}
  }

  Caller(
      long connection,
      String account,
      String clientId,
      Door door,
      Proof proof,
      InetSocketAddress remote) {
    this(
        connection,
        account,
        clientId,
        account + "/" + session(proof, clientId),
        door,
        proof,
        remote);
  }

  private static String session(Proof proof, String clientId) {
    var who =
        switch (proof) {
          case Proof.None() -> "nobody";
          case Proof.ByCertificate(var certificate) -> DeviceCertificate.idOf(certificate);
          case Proof.ByKey(var accessKeyId) -> accessKeyId;
        };
    return who + "/" + clientId;
  }

  /** The client certificate, if it came with one. */
  public Optional<X509Certificate> certificate() {
    return proof instanceof Proof.ByCertificate(var certificate)
        ? Optional.of(certificate)
        : Optional.empty();
  }

  /** The access key that signed its way in, if one did. */
  public Optional<String> accessKeyId() {
    return proof instanceof Proof.ByKey(var id) ? Optional.of(id) : Optional.empty();
  }
}
