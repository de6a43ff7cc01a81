package errand.server.s3;

import errand.core.app.Links;
import errand.core.artifact.S3Url;
import errand.server.identity.Presigner;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/** Links into this server's own store and to the storages it knows, for one account. */
public final class ObjectLinks implements Links {
  private final Here here;
  private final List<Storage> storages;
  private final InstantSource clock;
  private final Presigner presigner = new Presigner();

  /**
   * This server, as devices see it.
   *
   * @param host the name that links have
   * @param names all names it goes by
   * @param by the key that signs its links
   */
  public record Here(String host, Set<String> names, IntSupplier httpsPort, Presigner.By by) {
    public Here {
      names = Set.copyOf(names);
    }
  }

  public ObjectLinks(Here here, List<Storage> storages, InstantSource clock) {
    this.here = here;
    this.storages = List.copyOf(storages);
    this.clock = clock;
  }

  @Override
  public Home home(S3Url url) {
    if (storage(url).isPresent()) {
      return Home.ELSEWHERE;
    }
    return url.origin().map(this::mine).orElse(true) ? Home.HERE : Home.UNKNOWN;
  }

  private boolean mine(String origin) {
    try {
      URI uri = URI.create(origin);
      return uri.getScheme().equals("https")
          && uri.getPort() == here.httpsPort().getAsInt()
          && uri.getHost() != null
          && here.names().contains(uri.getHost());
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private Optional<Storage> storage(S3Url url) {
    return storages.stream()
        .filter(
            each ->
                url.origin().isPresent()
                    ? url.origin().get().equals(each.origin())
                    : each.buckets().contains(url.bucket()))
        .findFirst();
  }

  @Override
  public String download(S3Url url, Optional<String> version, Duration validFor) {
    return link("GET", url, version, validFor);
  }

  @Override
  public String upload(S3Url url, Duration validFor) {
    return link("PUT", url, Optional.empty(), validFor);
  }

  private String link(String method, S3Url url, Optional<String> version, Duration validFor) {
    Optional<Storage> storage = storage(url);
    String origin =
        storage
            .map(Storage::origin)
            .orElseGet(() -> "https://" + here.host() + ":" + here.httpsPort().getAsInt());
    var target = new Presigner.Target(method, origin, url.bucket(), url.key(), version);
    Presigner.By by = storage.map(Storage::by).orElse(here.by());
    return presigner.link(target, by, clock.instant(), validFor);
  }
}
