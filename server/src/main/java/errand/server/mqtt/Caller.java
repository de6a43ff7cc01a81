package errand.server.mqtt;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who is on a connection. One value per connection, the same in every call about it.
 *
 * @param connection a number no other connection of this process has
 * @param clientId the MQTT client id, given or assigned; not empty
 * @param door the door it came through
 * @param certificate the client certificate, whose private key TLS has proven; present exactly when
 *     the door is {@link Door#TLS}. Nothing else about it has been checked: not its issuer, not its
 *     dates
 * @param remote the address it came from
 */
public record Caller(
    long connection,
    String clientId,
    Door door,
    Optional<X509Certificate> certificate,
    InetSocketAddress remote) {}
