package errand.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.identity.AuthoritySettings;
import errand.server.identity.DeviceCertificate;
import errand.server.identity.DeviceKeys;
import errand.server.identity.KeyKind;
import errand.server.identity.LocalAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TlsTest {
  @TempDir Path data;
  private LocalAuthority authority;
  private Running running;
  private final AtomicReference<HttpRequest> seen = new AtomicReference<>();

  @BeforeEach
  void start() {
    authority = Running.authority(data.resolve("server"));
    running = Running.tls(authority, HttpLimits.USUAL, this::handle);
  }

  @AfterEach
  void close() {
    running.close();
    authority.close();
  }

  private HttpAnswer handle(HttpRequest request) {
    seen.set(request);
    var id = request.peerCertificate().map(DeviceCertificate::idOf).orElse("nobody");
    return HttpAnswer.json(200, id.getBytes(StandardCharsets.UTF_8));
  }

  private SSLContext trusting(KeyManagerFactory keys) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", authority.caCertificate());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyManagerFactory keys(Optional<DeviceKeys> shown) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (shown.isPresent()) {
      var device = shown.get();
      var key = TestKeys.privateKey(device.privateKeyPem());
      var chain = new Certificate[] {device.certificate().certificate()};
      store.setKeyEntry("device", key, new char[0], chain);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    return keys;
  }

  private SSLSocket connect(SSLContext context) throws IOException {
    var port = running.listeners.httpsPort();
    var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private Socket connectPlainly() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), running.listeners.httpsPort());
  }

  @Test
  void who_dribbles_within_tls_is_cut_while_a_neighbour_is_served() throws Exception {
    // Long enough for a handshake on a busy machine.
    var time = Duration.ofSeconds(3);
    var limits = new HttpLimits(4096, 10_000, time, time, time, time, 1000);
    try (var strict = Running.tls(authority, limits, this::handle)) {
      running.close();
      running = strict;
      var context = trusting(keys(Optional.empty()));
      try (var slow = connect(context)) {
        slow.startHandshake();
        Running.write(slow, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");

        assertThat(SlowClientsTest.cutOffWhileDribbling(slow, Duration.ofSeconds(15))).isTrue();
        try (var neighbour = connect(context)) {
          assertThat(get(neighbour)).endsWith("nobody");
        }
      }
    }
  }

  private static String get(SSLSocket socket) throws IOException {
    Running.write(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    return Running.one(socket, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_client_without_a_certificate_is_served(String protocol) throws Exception {
    try (var socket = connect(trusting(keys(Optional.empty())))) {
      socket.setEnabledProtocols(new String[] {protocol});

      assertThat(get(socket)).endsWith("nobody");
      assertThat(seen.get().secure()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_certificate_of_any_authority_reaches_the_handler(String protocol) throws Exception {
    try (var stranger = Running.authority(data.resolve("stranger"))) {
      for (var issuer : new LocalAuthority[] {authority, stranger}) {
        for (var kind : KeyKind.values()) {
          var device = issuer.keysAndCertificate(kind);
          try (var socket = connect(trusting(keys(Optional.of(device))))) {
            socket.setEnabledProtocols(new String[] {protocol});

            assertThat(get(socket)).endsWith(device.certificate().certificateId());
          }
        }
      }
    }
  }

  @Test
  void older_protocols_are_refused() throws Exception {
    try (var socket = connect(trusting(keys(Optional.empty())))) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});

      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-amzn-http-ca", "http/1.1"})
  void the_protocol_names_of_aws_are_known(String name) throws Exception {
    try (var socket = connect(trusting(keys(Optional.empty())))) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", name});
      socket.setSSLParameters(parameters);

      assertThat(get(socket)).endsWith("nobody");
      assertThat(socket.getApplicationProtocol()).isEqualTo(name);
    }
  }

  @Test
  void a_client_that_stops_in_the_handshake_is_cut() throws Exception {
    try (var strict = Running.tls(authority, Running.SMALL, Running::echo);
        var socket = new Socket(InetAddress.getLoopbackAddress(), strict.listeners.httpsPort())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00});

      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void plain_text_at_the_tls_port_gets_nowhere() throws Exception {
    try (var socket = connectPlainly()) {
      socket.setSoTimeout(5000);
      Running.write(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(Running.rest(socket)).doesNotContain("HTTP/1.1 200");
      assertThat(seen.get()).isNull();
    }
  }

  @Test
  void the_plain_port_shows_no_certificate() {
    assertThat(running.send("GET", "/", "").body()).isEqualTo("nobody");
    assertThat(seen.get().secure()).isFalse();
  }

  @Test
  void a_renewed_certificate_is_shown_without_a_restart() throws Exception {
    var now = new AtomicReference<>(Instant.ofEpochMilli(System.currentTimeMillis()));
    var settings = new AuthoritySettings(data.resolve("renewing"), List.of());
    try (var renewing = LocalAuthority.open(settings, now::get);
        var listening = Running.tls(renewing, HttpLimits.USUAL, Running::echo)) {
      var before = shownBy(listening);
      assertThat(before).isEqualTo(renewing.serverCertificate());

      now.set(now.get().plus(Duration.ofDays(380)));
      assertThat(renewing.renewServerCertificateWhenDue()).isTrue();

      assertThat(shownBy(listening)).isEqualTo(renewing.serverCertificate()).isNotEqualTo(before);
    }
  }

  private static Certificate shownBy(Running listening) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TestKeys.TrustAll()}, null);
    var port = listening.listeners.httpsPort();
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }
}
