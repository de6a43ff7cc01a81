package errand.core.app;

import errand.core.fleet.Authority;
import errand.core.fleet.Tagged;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The operator's own certificate authorities. Each call is one transaction. Threads: any. Source:
 * control-plane 10.4.
 */
public final class Authorities {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final CertificateReader reader;
  private final Quotas quotas;

  public Authorities(
      Store store, Ids ids, InstantSource clock, CertificateReader reader, Quotas quotas) {
    this.quotas = quotas;
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.reader = reader;
  }

  /**
   * What to register.
   *
   * @param proof a certificate with the registration code as its common name, signed by the
   *     authority's key; without one the authority is shared (SNI_ONLY)
   */
  public record NewAuthority(
      String pem,
      Optional<String> proof,
      boolean active,
      boolean registersDevices,
      SortedMap<String, String> tags) {}

  /** GetRegistrationCode: the same one until it is deleted. */
  public String code() {
    return store.transact(
        tx ->
            tx.authorities()
                .code()
                .orElseGet(
                    () -> {
                      String made = hex() + hex();
                      tx.authorities().code(Optional.of(made));
                      return made;
                    }));
  }

  private String hex() {
    return ids.next().toString().replace("-", "");
  }

  /** DeleteRegistrationCode. */
  public void deleteCode() {
    store.transact(
        tx -> {
          tx.authorities().code(Optional.empty());
          return true;
        });
  }

  /** RegisterCACertificate. */
  public Answer<Authority, ControlRefusal> register(NewAuthority wanted) {
    Optional<String> excess = Tags.excess(wanted.tags(), quotas);
    if (excess.isPresent()) {
      return ControlRefusal.limitExceeded(excess.get());
    }
    Optional<CertificateReader.Seen> seen = reader.read(wanted.pem());
    if (seen.filter(CertificateReader.Seen::authority).isEmpty()) {
      return ControlRefusal.because(
          ControlRefusal.Why.CERTIFICATE_INVALID,
          "The text holds no PEM certificate that may sign others.");
    }
    Instant now = clock.instant();
    return store.transact(tx -> register(tx, wanted, seen.get(), now));
  }

  private Answer<Authority, ControlRefusal> register(
      Tx tx, NewAuthority wanted, CertificateReader.Seen seen, Instant now) {
    if (wanted.proof().isPresent() && !proves(tx, wanted.proof().get(), seen)) {
      return ControlRefusal.because(
          ControlRefusal.Why.REGISTRATION_CODE,
          "The verification certificate must have the registration code as its common name and be"
              + " signed by the CA certificate's key.");
    }
    if (tx.authorities().find(seen.id()).isPresent()) {
      return ControlRefusal.alreadyExists(
          "CA Certificate already exists. (caCertificateId=" + seen.id() + ")");
    }
    var authority =
        new Authority(
            seen.id(),
            seen.pem(),
            seen.subject(),
            wanted.active(),
            wanted.registersDevices(),
            wanted.proof().isEmpty(),
            seen.validity(),
            now,
            now);
    tx.authorities().insert(authority);
    tx.tags().put(Tagged.authority(authority), wanted.tags());
    return Answer.given(authority);
  }

  private boolean proves(Tx tx, String proof, CertificateReader.Seen authority) {
    Optional<CertificateReader.Seen> seen = reader.read(proof);
    return seen.isPresent()
        && tx.authorities().code().isPresent()
        && seen.get().commonName().equals(tx.authorities().code())
        && reader.signed(seen.get().pem(), authority.pem());
  }

  public Answer<Authority, ControlRefusal> describe(String id) {
    return store.read(tx -> authority(tx, id, Answer::given));
  }

  /** All, in order of creation. */
  public List<Authority> list(boolean ascending) {
    return store.read(tx -> tx.authorities().list(ascending));
  }

  /** UpdateCACertificate: what is not given stays; repeatable. */
  public Answer<Authority, ControlRefusal> update(
      String id, Function<Authority, Switches> switches) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            authority(
                tx,
                id,
                found -> {
                  Switches next = switches.apply(found);
                  Authority changed = found.switched(next.active(), next.registersDevices(), now);
                  tx.authorities().update(changed);
                  return Answer.given(changed);
                }));
  }

  /** What an operator can change. */
  public record Switches(boolean active, boolean registersDevices) {}

  /** DeleteCACertificate: not while active. */
  public Answer<Authority, ControlRefusal> delete(String id) {
    return store.transact(
        tx ->
            authority(
                tx,
                id,
                found -> {
                  if (found.active()) {
                    return ControlRefusal.because(
                        ControlRefusal.Why.CERTIFICATE_STATE,
                        "CA certificate must be deactivated before deletion. (caCertificateId="
                            + id
                            + ")");
                  }
                  tx.authorities().delete(id);
                  tx.tags().put(Tagged.authority(found), new TreeMap<>());
                  return Answer.given(found);
                }));
  }

  private static <T> Answer<T, ControlRefusal> authority(
      Tx tx, String id, Function<Authority, Answer<T, ControlRefusal>> then) {
    return tx.authorities()
        .find(id)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("CA certificate " + id + " not found."));
  }
}
