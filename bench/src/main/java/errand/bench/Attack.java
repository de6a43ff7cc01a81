package errand.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** What strangers do to a server while its devices are at work. */
enum Attack {
  /** A thousand connections to the TLS ports that never say a word; new ones for those cut off. */
  HALF_OPEN {
    @Override
    void run(Ports ports, BooleanSupplier goesOn) throws IOException {
      List<Socket> open = new ArrayList<>();
      try {
        while (goesOn.getAsBoolean()) {
          open.removeIf(Attack::gone);
          while (open.size() < MANY && goesOn.getAsBoolean()) {
            open.add(connect(open.size() % 2 == 0 ? ports.https() : ports.mqtts()));
          }
          LockSupport.parkNanos(50_000_000);
        }
      } finally {
        for (Socket each : open) {
          each.close();
        }
      }
    }
  },

  /** Handshakes without a certificate, one after the other. */
  HANDSHAKES {
    @Override
    void run(Ports ports, BooleanSupplier goesOn) throws IOException {
      var tls = trusting();
      while (goesOn.getAsBoolean()) {
        try (var raw = connect(ports.https());
            var socket =
                (SSLSocket)
                    tls.getSocketFactory().createSocket(raw, "localhost", ports.https(), true)) {
          socket.startHandshake();
        } catch (IOException cutOff) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
  },

  /** Unsigned requests that announce a megabyte, as fast as they are refused. */
  UNSIGNED {
    @Override
    void run(Ports ports, BooleanSupplier goesOn) throws IOException {
      var head = "POST /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n";
      while (goesOn.getAsBoolean()) {
        try (var socket = connect(ports.http())) {
          socket
              .getOutputStream()
              .write((head + "x".repeat(1000)).getBytes(StandardCharsets.US_ASCII));
          socket.getInputStream().read();
        } catch (IOException cutOff) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
  },

  /** Two hundred requests whose heads come an octet at a time. */
  DRIBBLE {
    @Override
    void run(Ports ports, BooleanSupplier goesOn) throws IOException {
      List<Socket> open = new ArrayList<>();
      try {
        while (goesOn.getAsBoolean()) {
          open.removeIf(socket -> !dribbled(socket));
          while (open.size() < 200 && goesOn.getAsBoolean()) {
            open.add(connect(ports.http()));
          }
          LockSupport.parkNanos(20_000_000);
        }
      } finally {
        for (Socket each : open) {
          each.close();
        }
      }
    }
  };

  private static final int MANY = 1000;

  /** Where the server listens, on loopback. */
  record Ports(int http, int https, int mqtts) {}

  /** Attacks until told to stop. */
  abstract void run(Ports ports, BooleanSupplier goesOn) throws IOException;

  private static Socket connect(int port) throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
    socket.setSoTimeout(5000);
    return socket;
  }

  private static boolean gone(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException silent) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static boolean dribbled(Socket socket) {
    try {
      socket.getOutputStream().write('G');
      return true;
    } catch (IOException cutOff) {
      return false;
    }
  }

  // The attacker does not care who answers.
  private static SSLContext trusting() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyServer()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this JDK has no TLS", failure);
    }
  }

  private static final class AnyServer implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
