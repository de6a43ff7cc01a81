package errand.server.events;

import errand.server.wire.event.EventMessages.Message;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts the events of an account to an address, one after the other, each signed: {@code
 * errand-signature} is {@code t=SECONDS,v1=HEX}, where HEX is the HMAC-SHA256 with the shared
 * secret of {@code SECONDS + "." + body}. {@code errand-account} says whose event it is. Any 2xx
 * status means taken. Redirects are not followed.
 */
public final class Webhook implements Reader {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI address;
  private final byte[] secret;
  private final String account;
  private final InstantSource clock;
  private final Duration patience;
  private final HttpClient http;

  public Webhook(URI address, String secret, String account, InstantSource clock) {
    this(address, secret, account, clock, PATIENCE);
  }

  /**
   * @param patience how long an answer may take, to its end
   */
  Webhook(URI address, String secret, String account, InstantSource clock, Duration patience) {
    this.patience = patience;
    this.address = address;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.account = account;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public String name() {
    // Without path and query, which may hold a token: this name is logged.
    return "webhook " + address.getScheme() + "://" + address.getAuthority();
  }

  @Override
  public void take(Message message) {
    String seconds = Long.toString(clock.instant().getEpochSecond());
    var request =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .header("content-type", "application/json")
            .header("errand-event-id", message.id())
            .header("errand-topic", message.topic())
            .header("errand-account", account)
            .header("errand-signature", "t=" + seconds + ",v1=" + sign(seconds, message.payload()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(message.payload()))
            .build();
    int status = status(request);
    if (status < 200 || status > 299) {
      throw new IllegalStateException("the webhook answered " + status);
    }
  }

  private int status(HttpRequest request) {
    var answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      // The request's own timeout ends with the headers; this one bounds a dribbling body, too.
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (ExecutionException | TimeoutException failure) {
      throw new IllegalStateException("the webhook did not answer", failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while posting", stopped);
    } finally {
      // Gives up the connection of an answer that has not come to its end.
      answer.cancel(true);
    }
  }

  private String sign(String seconds, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this JDK has no HmacSHA256", failure);
    }
  }

  /** Does not wait for answers: a receiver that hangs must not keep the server from stopping. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
