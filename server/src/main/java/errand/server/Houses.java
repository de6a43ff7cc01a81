package errand.server;

import com.google.common.util.concurrent.Striped;
import errand.core.app.Audit;
import errand.core.app.Territory;
import errand.core.fleet.Authority;
import errand.server.artifact.ArtifactStore;
import errand.server.http.Accounts;
import errand.server.http.Planes;
import errand.server.identity.AccessKey;
import errand.server.identity.DeviceCertificate;
import errand.server.mqtt.MqttLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The houses of all accounts. The first one's data is the data folder itself; each other account
 * has a folder below {@code accounts}, which is made when a key of the account is first used and
 * which nobody here ever removes: an account without keys still serves its devices.
 *
 * <p>Shared state: houses are only ever added, under the lock of {@code this}; lookups take none.
 */
final class Houses implements Accounts, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Houses.class);
  private static final String FOLDER = "accounts";
  private static final String ACCOUNT = "[0-9]{12}";

  /** Of the heap that the first account may use; the others are taken to be small. */
  private static final long HEAP_SHARES = 16;

  private static final int LOCKS = 64;

  private final Ground ground;
  private final House first;
  private final ConcurrentSkipListMap<String, House> others = new ConcurrentSkipListMap<>();
  private final Striped<Lock> registering = Striped.lock(LOCKS);
  private @Nullable MqttLink link;
  private boolean resting;

  private Houses(Ground ground) {
    this.ground = ground;
    var config = ground.config();
    var place = new House.Place(config.data(), Runtime.getRuntime().maxMemory());
    this.first =
        House.open(config.account(), place, territory(config.account()), ground, ground.checkup());
  }

  /** Opens all accounts that have data. */
  static Houses open(Ground ground) {
    var houses = new Houses(ground);
    boolean done = false;
    try {
      houses.kept().forEach(houses::build);
      done = true;
      return houses;
    } finally {
      if (!done) {
        houses.close();
      }
    }
  }

  private List<String> kept() {
    var folder = ground.config().data().resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .map(each -> String.valueOf(each.getFileName()))
          .filter(name -> name.matches(ACCOUNT))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look into " + folder, failure);
    }
  }

  private synchronized House build(String account) {
    House there = others.get(account);
    if (there != null) {
      return there;
    }
    var folder = ground.config().data().resolve(FOLDER).resolve(account);
    if (account.equals(first.account())) {
      throw new IllegalStateException(
          folder + " would be a second fleet of account " + account + "; move it away");
    }
    if (resting) {
      throw new IllegalStateException("the server stops; account not opened: " + account);
    }
    var place = new House.Place(folder, Runtime.getRuntime().maxMemory() / HEAP_SHARES);
    var house = House.open(account, place, territory(account), ground, List::of);
    boolean done = false;
    try {
      if (link != null) {
        house.work(link.account(account));
      }
      others.put(account, house);
      LOG.info("account opened account={} folder={}", account, folder);
      done = true;
      return house;
    } finally {
      if (!done) {
        house.close(); // so that the next call can try again
      }
    }
  }

  /** All houses begin to work, those to come as soon as they are there. */
  synchronized void work(MqttLink broker) {
    link = broker;
    all().forEach(house -> house.work(broker.account(house.account())));
  }

  /** All houses, the first one first, then in the order of their accounts. */
  Stream<House> all() {
    return Stream.concat(Stream.of(first), others.values().stream());
  }

  House first() {
    return first;
  }

  /** The house of an account that has been seen before. */
  House known(String account) {
    if (account.equals(first.account())) {
      return first;
    }
    House house = others.get(account);
    if (house == null) {
      throw new IllegalStateException("no house of account " + account);
    }
    return house;
  }

  private House made(String account) {
    return account.equals(first.account())
        ? first
        : Optional.ofNullable(others.get(account)).orElseGet(() -> build(account));
  }

  /** The files of an account. */
  ArtifactStore files(String account) {
    return made(account).files();
  }

  /** The record of an account. */
  Audit audit(String account) {
    return made(account).audit();
  }

  /** The house an access key opens. */
  Optional<House> keyed(String accessKeyId) {
    return ground.keys().lookup(accessKeyId).map(AccessKey::account).map(this::made);
  }

  @Override
  public Planes of(String account) {
    return made(account).planes();
  }

  // Nobody makes an account with a signature that does not hold.
  @Override
  public Planes claiming(String accessKeyId) {
    return ground
        .keys()
        .lookup(accessKeyId)
        .map(AccessKey::account)
        .flatMap(account -> Optional.ofNullable(others.get(account)))
        .orElse(first)
        .planes();
  }

  @Override
  public Planes holding(X509Certificate certificate) {
    return of(certificate).planes();
  }

  /**
   * The house of a device: the one its certificate is registered in, else the one that would
   * register it on the word of an authority, else the first, which will have none of it.
   */
  House of(X509Certificate certificate) {
    if (others.isEmpty()) {
      return first;
    }
    return holder(DeviceCertificate.idOf(certificate), house -> true)
        .or(() -> introduced(certificate))
        .orElse(first);
  }

  private Optional<House> holder(String certificateId, Predicate<House> among) {
    return all()
        .filter(among)
        .filter(house -> house.certificates().known(certificateId))
        .findFirst();
  }

  // An authority whose key was proven comes before one that anybody may register, and the first
  // registration before later ones, so that nobody gets devices by repeating what others did.
  private Optional<House> introduced(X509Certificate certificate) {
    var pem = DeviceCertificate.of(certificate).pem();
    Comparator<Map.Entry<House, Authority>> order =
        Comparator.comparing(claim -> claim.getValue().shared());
    return all()
        .flatMap(house -> claim(house, pem).stream())
        .min(order.thenComparing(claim -> claim.getValue().createdAt()))
        .map(Map.Entry::getKey);
  }

  private static Optional<Map.Entry<House, Authority>> claim(House house, String pem) {
    return house
        .certificates()
        .introducer(pem)
        .map(authority -> new SimpleImmutableEntry<>(house, authority));
  }

  private Territory territory(String account) {
    return new Territory() {
      @Override
      public <T> Optional<T> claim(String certificateId, Supplier<T> registration) {
        Lock lock = registering.get(certificateId);
        lock.lock();
        try {
          return holder(certificateId, house -> !house.account().equals(account)).isPresent()
              ? Optional.empty()
              : Optional.of(registration.get());
        } finally {
          lock.unlock();
        }
      }
    };
  }

  /** Ends what goes on by itself; no account is added any more. */
  synchronized void rest() {
    resting = true;
    all().forEach(House::rest);
  }

  @Override
  public synchronized void close() {
    rest();
    all().forEach(House::close);
  }
}
