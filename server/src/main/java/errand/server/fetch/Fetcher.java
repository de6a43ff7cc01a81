package errand.server.fetch;

import errand.core.fleet.policy.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Gets small things over HTTPS. A name is resolved once for each connection, its addresses are
 * judged and the connection is made to one of these very addresses: what the name means a moment
 * later does not matter. Redirects are followed here, each judged anew. Threads: any; blocks.
 */
public final class Fetcher implements AutoCloseable {
  private static final int REDIRECTS_MAX = 3;
  private static final int THREADS_MAX = 8;

  private final HttpClient client;
  private final Destinations destinations;
  private final Duration patience;

  private Fetcher(HttpClient client, Destinations destinations, Duration patience) {
    this.client = client;
    this.destinations = destinations;
    this.patience = patience;
  }

  /**
   * What may be reached, and how long it may take.
   *
   * @param allowed addresses that are reached although they are private; without TLS too
   * @param trust whose certificates count, beside those that this Java trusts
   * @param patience for one fetch with all its redirects
   */
  public record Settings(
      List<AddressRange> allowed, Optional<SSLContext> trust, Duration patience) {
    /** Public addresses only, ten seconds. */
    public static final Settings USUAL =
        new Settings(List.of(), Optional.empty(), Duration.ofSeconds(10));

    public Settings {
      allowed = List.copyOf(allowed);
    }
  }

  /** Starts one. */
  public static Fetcher start(Settings settings) {
    var destinations = new Destinations(settings.allowed());
    var ssl = new SslContextFactory.Client();
    settings.trust().ifPresent(ssl::setSslContext);
    var connector = new ClientConnector();
    connector.setSslContextFactory(ssl);
    connector.setConnectTimeout(settings.patience());
    connector.setSelectors(1);
    var threads = new QueuedThreadPool(THREADS_MAX, 1);
    threads.setName("fetch");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("fetch-"));
    var client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setExecutor(threads);
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setSocketAddressResolver(new Judging(destinations));
    try {
      client.start();
    } catch (Exception failure) { // Jetty declares no less
      throw new IllegalStateException("cannot start fetching", failure);
    }
    // Decoders come with the start; something small could become something great through them.
    client.getContentDecoderFactories().clear();
    return new Fetcher(client, destinations, settings.patience());
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** What is there. */
    @SuppressWarnings("ArrayRecordComponent") // short-lived and never compared
    record Got(byte[] body) implements Outcome {}

    /** Why it cannot be had, for whoever asked. */
    record Failed(String why) implements Outcome {}
  }

  /** Gets what is at an address, unless it is longer than that. */
  public Outcome get(String address, int bytesMax) {
    long deadline = System.nanoTime() + patience.toNanos();
    String at = address;
    for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      Optional<URI> uri = uri(at);
      if (uri.isEmpty()) {
        return new Outcome.Failed("it is no address that can be fetched from");
      }
      Step step = step(uri.get(), bytesMax, deadline);
      switch (step) {
        case Step.Done(var outcome) -> {
          return outcome;
        }
        case Step.Moved(var next) -> at = next;
      }
    }
    return new Outcome.Failed("it is behind more than " + REDIRECTS_MAX + " redirects");
  }

  private sealed interface Step {
    record Done(Outcome outcome) implements Step {}

    record Moved(String to) implements Step {}
  }

  private static Optional<URI> uri(String address) {
    try {
      URI uri = URI.create(address);
      boolean good =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
      return good ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  private Step step(URI uri, int bytesMax, long deadline) {
    if ("http".equals(uri.getScheme()) && !named(uri)) {
      return failed("only https is fetched from, but for addresses that are allowed by name");
    }
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return failed("it took longer than " + patience.toSeconds() + " seconds");
    }
    var request = client.newRequest(uri).timeout(left, TimeUnit.NANOSECONDS);
    var answer = new CompletableResponseListener(request, bytesMax).send();
    try {
      return step(uri, answer.get(left, TimeUnit.NANOSECONDS));
    } catch (ExecutionException failure) {
      return failed(why(Objects.requireNonNullElse(failure.getCause(), failure)));
    } catch (TimeoutException late) {
      var _ = request.abort(late);
      return failed("it took longer than " + patience.toSeconds() + " seconds");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return failed("the server is stopping");
    }
  }

  private static Step step(URI uri, ContentResponse response) {
    int status = response.getStatus();
    String location = response.getHeaders().get("Location");
    if (status >= 300 && status < 400 && location != null) {
      try {
        return new Step.Moved(uri.resolve(location).toString());
      } catch (IllegalArgumentException noAddress) {
        return failed("it redirects to no address");
      }
    }
    return status == 200
        ? new Step.Done(new Outcome.Got(response.getContent()))
        : failed("it answers with status " + status);
  }

  private static Step failed(String why) {
    return new Step.Done(new Outcome.Failed(why));
  }

  // Literals only: a name could mean another address when the connection is made.
  private boolean named(URI uri) {
    try {
      return destinations.named(InetAddress.ofLiteral(uri.getHost()));
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private static String why(Throwable cause) {
    if (cause instanceof Forbidden) {
      return "its address is a private one, which this server does not connect to";
    }
    if (cause instanceof UnknownHostException) {
      return "its host is not known";
    }
    if (cause instanceof TimeoutException) {
      return "it took too long";
    }
    if (cause instanceof IllegalArgumentException) {
      return "it is longer than is allowed";
    }
    return "it could not be reached: " + cause.getClass().getSimpleName();
  }

  /** A host has no address that may be reached. */
  private static final class Forbidden extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Forbidden(String host) {
      super(host);
    }
  }

  /** Gives a connection only addresses that may be reached. */
  private record Judging(Destinations destinations) implements SocketAddressResolver {
    @Override
    public void resolve(
        String host,
        int port,
        Map<String, Object> context,
        Promise<List<InetSocketAddress>> promise) {
      try {
        List<InetSocketAddress> allowed =
            Arrays.stream(InetAddress.getAllByName(host))
                .filter(destinations::mayReach)
                .map(each -> new InetSocketAddress(each, port))
                .toList();
        if (allowed.isEmpty()) {
          promise.failed(new Forbidden(host));
        } else {
          promise.succeeded(allowed);
        }
      } catch (UnknownHostException unknown) {
        promise.failed(unknown);
      }
    }
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception failure) { // Jetty declares no less
      throw new IllegalStateException("fetching did not stop cleanly", failure);
    }
  }
}
