package errand.server.identity;

import errand.core.app.Access.Rights;
import errand.core.app.AccessChange;
import errand.core.fleet.policy.Ask;
import errand.core.fleet.policy.Circumstances;
import errand.core.fleet.policy.Decision;
import errand.core.fleet.policy.Evaluation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client may do, as of one count of changes, with the decisions made from it. Only {@code
 * decisions} changes after it is made, under the lock; it holds {@value #DECISIONS_MAX} at most and
 * begins anew when it is full.
 */
final class Standpoint {
  static final int DECISIONS_MAX = 64;

  private final DeviceAccess.Client client;
  private final Optional<Rights> rights;
  private final Circumstances here;
  private final Map<Ask, Decision> decisions = new HashMap<>(8);
  private volatile long asOf;

  /** From rights loaded when there had been {@code asOf} changes, or later. */
  Standpoint(DeviceAccess.Client client, Optional<Rights> rights, long asOf) {
    this.client = client;
    this.rights = rights;
    this.asOf = asOf;
    this.here =
        new Circumstances(
            client.certificateId(),
            client.mqtt() ? Optional.of(client.name()) : Optional.empty(),
            client.sourceIp(),
            client.mqtt() ? rights.flatMap(Rights::thing) : Optional.empty(),
            new X509Names(client.certificate()));
  }

  Optional<Rights> rights() {
    return rights;
  }

  Decision decide(Ask ask) {
    synchronized (decisions) {
      Decision known = decisions.get(ask);
      if (known != null) {
        return known;
      }
    }
    Decision fresh =
        rights
            .map(found -> Evaluation.decide(found.policies(), ask, here))
            .orElseGet(Decision.NotAllowed::new);
    synchronized (decisions) {
      if (decisions.size() >= DECISIONS_MAX) {
        decisions.clear();
      }
      decisions.put(ask, fresh);
    }
    return fresh;
  }

  /** True while no change concerns it; moves on over those that do not. */
  boolean holds(Changes changes) {
    long now = changes.count();
    if (asOf == now) {
      return true;
    }
    if (changes.concern(asOf, this::concernedBy)) {
      return false;
    }
    asOf = now;
    return true;
  }

  boolean concernedBy(AccessChange change) {
    return switch (change) {
      case AccessChange.OfCertificate(String id, boolean ends) -> id.equals(client.certificateId());
      case AccessChange.OfThing(var name) ->
          name.text().equals(client.name())
              || rights.flatMap(Rights::thing).filter(it -> it.name().equals(name)).isPresent();
      case AccessChange.OfGroup(var group) ->
          rights.filter(found -> found.groups().contains(group)).isPresent();
      case AccessChange.OfPolicy(var name) -> rights.filter(found -> found.uses(name)).isPresent();
    };
  }

  /** True when the next standpoint of the same client has lost so much that its connection ends. */
  boolean lostBy(Standpoint next, boolean usable, Ask connect) {
    if (!usable || !next.decide(connect).allowed()) {
      return true;
    }
    boolean thing = rights.flatMap(Rights::thing).isPresent();
    boolean lostThing = thing && next.rights.flatMap(Rights::thing).isEmpty();
    boolean lostPolicy =
        rights.stream()
            .flatMap(found -> found.policies().stream())
            .anyMatch(each -> next.rights.filter(found -> found.uses(each.name())).isEmpty());
    return lostThing || lostPolicy;
  }
}
