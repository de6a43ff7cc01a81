package errand.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection over TLS that sends a thing's requests, one at a time. */
final class HttpsConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int ANSWER_BYTES_MAX = 64 * 1024;
  private static final String OK = "HTTP/1.1 200 ";
  private static final String LENGTH = "\r\ncontent-length:";
  private static final String END = "\r\n\r\n";

  private final InetSocketAddress server;
  private final String thing;
  private final SSLContext context;
  private final byte[] answer = new byte[ANSWER_BYTES_MAX];
  private @Nullable SSLSocket socket;
  private int sequence;

  /** Connects with the first round: the server ends connections that ask nothing for long. */
  HttpsConnection(InetSocketAddress server, String thing, SSLContext context) {
    this.server = server;
    this.thing = thing;
    this.context = context;
  }

  private SSLSocket open() throws IOException {
    var known = socket;
    if (known != null) {
      return known;
    }
    var fresh =
        (SSLSocket) context.getSocketFactory().createSocket(server.getAddress(), server.getPort());
    socket = fresh;
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(PATIENCE_MILLIS);
    fresh.startHandshake();
    return fresh;
  }

  /** Sends requests, each when the one before it is answered, until the round is over. */
  void run(Round round) throws IOException {
    var open = open();
    var head = round.scenario().head(thing);
    var body = round.scenario().body();
    do {
      var sentNanos = System.nanoTime();
      round.sent();
      open.getOutputStream().write(request(head, body));
      var bytes = bodyBytes(open.getInputStream());
      round.answered(System.nanoTime() - sentNanos, bytes);
    } while (round.open(System.nanoTime()));
  }

  private byte[] request(String head, String body) {
    var count = String.format(Locale.ROOT, "%08x", sequence++);
    return (head + body.replace(Scenario.COUNT, count)).getBytes(ISO_8859_1);
  }

  /** Reads one answer; the length of its body. */
  private int bodyBytes(InputStream in) throws IOException {
    var read = 0;
    var end = -1;
    while (end < 0) {
      read += more(in, read);
      end = head(read).indexOf(END);
    }
    var head = head(end + 2);
    if (!head.startsWith(OK)) {
      throw new UnexpectedException("not the answer that was wanted: " + head(read));
    }
    var length = length(head);
    var whole = end + END.length() + length;
    while (read < whole) {
      read += more(in, read);
    }
    if (read > whole) {
      throw new UnexpectedException("more than an answer: " + head(read));
    }
    return length;
  }

  private int more(InputStream in, int from) throws IOException {
    var read = in.read(answer, from, answer.length - from);
    if (read <= 0) {
      throw new UnexpectedException("the server ended the connection of " + thing);
    }
    return read;
  }

  private String head(int bytes) {
    return new String(answer, 0, bytes, ISO_8859_1);
  }

  private static int length(String head) {
    var lower = head.toLowerCase(Locale.ROOT);
    var at = lower.indexOf(LENGTH);
    if (at < 0) {
      throw new UnexpectedException("an answer without a length: " + head);
    }
    var from = at + LENGTH.length();
    return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).trim());
  }

  @Override
  public void close() throws IOException {
    var known = socket;
    if (known != null) {
      known.close();
    }
  }
}
