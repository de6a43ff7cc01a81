package errand.server.identity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import errand.core.app.Access;
import errand.core.app.AccessChange;
import errand.core.app.Audit;
import errand.core.app.Certificates;
import errand.core.app.Deed;
import errand.core.audit.Actor;
import errand.core.audit.Outcome;
import errand.core.fleet.Certificate;
import errand.core.fleet.policy.Action;
import errand.core.fleet.policy.Ask;
import errand.core.fleet.policy.Decision;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What devices may do: an active, unexpired certificate of the registry is somebody, and its
 * policies say the rest. Without a policy nothing is allowed.
 *
 * <p>Decisions are kept per client and hold until a change concerns them, see {@link Changes}; time
 * plays no part, save for the dates in the certificate itself, which are compared each time.
 * Threads: any. Methods may block for a look into the store, except {@link #mayNow}.
 */
public final class DeviceAccess {
  /** HTTPS clients whose decisions are kept. */
  private static final int HTTPS_CLIENTS_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(DeviceAccess.class);

  private final Access access;
  private final Certificates certificates;
  private final Changes changes;
  private final Refusals refusals;
  private final Audit audit;
  private final InstantSource clock;
  private final String account;

  // By identity: each connection has one Client, and its entry goes when the connection does.
  private final Cache<Client, Standpoint> connections =
      CacheBuilder.newBuilder().weakKeys().build();
  private final Cache<Visitor, Standpoint> visitors =
      CacheBuilder.newBuilder().maximumSize(HTTPS_CLIENTS_MAX).build();
  private volatile Consumer<Client> ending = client -> {};

  /** The account is the one in the ARNs of policies. */
  public DeviceAccess(
      Access access,
      Certificates certificates,
      Changes changes,
      InstantSource clock,
      String account,
      Audit audit) {
    this.access = access;
    this.certificates = certificates;
    this.changes = changes;
    this.refusals = new Refusals(clock);
    this.clock = clock;
    this.account = account;
    this.audit = audit;
  }

  /**
   * Who asks. Keep one value for the life of a connection.
   *
   * @param certificateId of the certificate
   * @param name the client id; over HTTPS, where there is none, the name of the thing in the path
   * @param sourceIp a literal address
   */
  public record Client(
      String certificateId,
      X509Certificate certificate,
      boolean mqtt,
      String name,
      Optional<String> sourceIp) {
    // What is kept for a connection must not hold the key it is kept under, or it is kept for ever.
    Client copy() {
      return new Client(certificateId, certificate, mqtt, name, sourceIp);
    }

    /** The client of an MQTT connection. */
    public static Client mqtt(X509Certificate certificate, String clientId, String sourceIp) {
      return of(certificate, true, clientId, sourceIp);
    }

    /** The client of one HTTPS request. */
    public static Client https(X509Certificate certificate, String thing, String sourceIp) {
      return of(certificate, false, thing, sourceIp);
    }

    /** Who acts, for the record. */
    public Actor actor() {
      return new Actor(Actor.Kind.CERTIFICATE, certificateId, sourceIp.orElse(""));
    }

    private static Client of(
        X509Certificate certificate, boolean mqtt, String name, String sourceIp) {
      String id = DeviceCertificate.idOf(certificate);
      return new Client(id, certificate, mqtt, name, Optional.of(sourceIp));
    }
  }

  private record Visitor(String certificateId, String name, Optional<String> sourceIp) {}

  /** Told of each connection that is to end, since it lost the right to be; must not block. */
  public void whenLost(Consumer<Client> listener) {
    ending = listener;
  }

  /** What was refused lately, for people who wonder. */
  public Refusals refusals() {
    return refusals;
  }

  /** May this client connect? From here on its decisions are kept until it is forgotten. */
  public boolean mayConnect(Client client) {
    registerMet(client);
    return may(client, connect(client));
  }

  /**
   * May the client of one HTTPS request do this? A certificate that an authority vouches for is
   * registered when it first comes, here as over MQTT.
   */
  public boolean mayOnce(Client client, Action action, String resource) {
    registerMet(client);
    return may(client, action, resource);
  }

  /** May the client do this? The resource is what stands behind the account in its ARN. */
  public boolean may(Client client, Action action, String resource) {
    return may(client, new Ask(action, resource, account));
  }

  private boolean may(Client client, Ask ask) {
    Standpoint standpoint = current(client);
    Optional<String> unfit = unfit(client, standpoint);
    if (unfit.isPresent()) {
      refused(client, ask, unfit.get());
      return false;
    }
    Decision decision = standpoint.decide(ask);
    if (!decision.allowed()) {
      refused(client, ask, why(decision, standpoint));
    }
    return decision.allowed();
  }

  private void refused(Client client, Ask ask, String why) {
    refusals.add(client, ask, why);
    audit.tried(client.actor(), ask.action().text(), List.of(ask.resource()), Outcome.REFUSED, why);
  }

  /**
   * The same from memory, at once: for deliveries. A change counts a moment later, when the
   * connection has been looked at again.
   */
  public boolean mayNow(Client client, Action action, String resource) {
    Standpoint standpoint = connections.getIfPresent(client);
    return standpoint != null
        && unfit(client, standpoint).isEmpty()
        && standpoint.decide(new Ask(action, resource, account)).allowed();
  }

  private Ask connect(Client client) {
    return new Ask(Action.CONNECT, "client/" + client.name(), account);
  }

  private static String why(Decision decision, Standpoint standpoint) {
    boolean none = standpoint.rights().filter(found -> !found.policies().isEmpty()).isEmpty();
    return none ? "the certificate has no policy" : decision.why();
  }

  /** Why the certificate counts for nothing, whatever its policies say. */
  private Optional<String> unfit(Client client, Standpoint standpoint) {
    if (!X509Reader.validity(client.certificate()).holdsAt(clock.instant())) {
      return Optional.of("the certificate is outside its dates");
    }
    return standpoint
        .rights()
        .map(Access.Rights::certificate)
        .map(
            found ->
                found.standing() == Certificate.Standing.ACTIVE
                    ? Optional.<String>empty()
                    : Optional.of("the certificate is " + found.standing()))
        .orElseGet(() -> Optional.of("the certificate is not registered"));
  }

  private void registerMet(Client client) {
    if (current(client).rights().isEmpty()) {
      Optional<Certificate> fresh =
          Deed.by(
              client.actor(),
              () ->
                  Deed.doing(
                      "RegisterAtFirstConnect",
                      List.of(),
                      () -> certificates.met(Pem.of(client.certificate()))));
      fresh.ifPresent(
          certificate ->
              LOG.info("certificate registered, waits for activation id={}", certificate.id()));
    }
  }

  private Standpoint current(Client client) {
    return client.mqtt() ? ofConnection(client) : ofVisitor(client);
  }

  private Standpoint ofConnection(Client client) {
    Standpoint kept = connections.getIfPresent(client);
    if (kept != null && kept.holds(changes)) {
      return kept;
    }
    Standpoint fresh = load(client);
    connections.put(client, fresh);
    if (kept != null && lost(client, kept, fresh)) {
      ending.accept(client);
    }
    return fresh;
  }

  private Standpoint ofVisitor(Client client) {
    var visitor = new Visitor(client.certificateId(), client.name(), client.sourceIp());
    Standpoint kept = visitors.getIfPresent(visitor);
    if (kept != null && kept.holds(changes)) {
      return kept;
    }
    Standpoint fresh = load(client);
    visitors.put(visitor, fresh);
    return fresh;
  }

  // The count is read first: a change between the two is then seen as new and looked at again.
  private Standpoint load(Client client) {
    long asOf = changes.count();
    return new Standpoint(client.copy(), access.of(client.certificateId(), client.name()), asOf);
  }

  /** Looks again at the live connections that changes concern; those to end are told of. */
  public void review(Set<AccessChange> latest) {
    connections
        .asMap()
        .forEach(
            (client, before) -> {
              if (latest.stream().anyMatch(before::concernedBy)) {
                review(client, before, latest);
              }
            });
  }

  private void review(Client client, Standpoint before, Set<AccessChange> latest) {
    Standpoint next = load(client);
    connections.put(client, next);
    if (latest.contains(new AccessChange.OfCertificate(client.certificateId(), true))
        || lost(client, before, next)) {
      ending.accept(client);
    }
  }

  private boolean lost(Client client, Standpoint before, Standpoint next) {
    return before.lostBy(next, unfit(client, next).isEmpty(), connect(client));
  }
}
