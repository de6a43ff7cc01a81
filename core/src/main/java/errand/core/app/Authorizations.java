package errand.core.app;

import errand.core.app.Policies.Whole;
import errand.core.fleet.policy.Ask;
import errand.core.fleet.policy.Circumstances;
import errand.core.fleet.policy.Decision;
import errand.core.fleet.policy.Evaluation;
import errand.core.fleet.policy.PolicyDocument;
import errand.core.name.PolicyName;
import errand.core.name.ThingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What policies come to, for operators: GetEffectivePolicies and TestAuthorization. Looks and
 * changes nothing. Blocks; threads: any.
 */
public final class Authorizations {
  private final Store store;
  private final Access access;
  private final Policies policies;
  private final PolicyReader documents;
  private final CertificateReader certificates;

  public Authorizations(
      Store store,
      Access access,
      Policies policies,
      PolicyReader documents,
      CertificateReader certificates) {
    this.store = store;
    this.access = access;
    this.policies = policies;
    this.documents = documents;
    this.certificates = certificates;
  }

  /** Whose policies; at least one of the two. */
  public record Principal(Optional<String> certificateId, Optional<ThingName> thing) {}

  /** GetEffectivePolicies: those in force, in the order in which they are looked at. */
  public Answer<List<Whole>, ControlRefusal> effective(Principal whose) {
    Optional<ThingName> thing = whose.thing();
    if (thing.isPresent()) {
      Answer<List<String>, ControlRefusal> known =
          store.read(
              tx ->
                  Find.thing(
                      tx,
                      thing.get(),
                      found ->
                          Answer.given(
                              tx.certificates().certificates(found.id()).stream()
                                  .map(each -> each.certificateId())
                                  .toList())));
      return known.then(ids -> effective(whose.certificateId().map(List::of).orElse(ids), thing));
    }
    return effective(whose.certificateId().stream().toList(), thing);
  }

  private Answer<List<Whole>, ControlRefusal> effective(
      List<String> certificateIds, Optional<ThingName> thing) {
    var all = new ArrayList<Whole>();
    for (String id : certificateIds) {
      Optional<Access.Rights> rights = access.of(id, thing.map(ThingName::text).orElse(""));
      if (rights.isEmpty()) {
        return ControlRefusal.notFound("Certificate " + id + " not found.");
      }
      rights.get().policies().stream()
          .filter(each -> all.stream().noneMatch(had -> had.policy().name().equals(each.name())))
          .forEach(
              each -> policies.get(each.name()).then(Answer::given).fold(all::add, no -> false));
    }
    return Answer.given(all);
  }

  /**
   * What to try.
   *
   * @param clientId as the device would connect; without one the thing variables stand for nothing
   * @param added policies to count besides
   * @param skipped policies not to count
   */
  public record Trial(
      String certificateId,
      Optional<String> clientId,
      Set<PolicyName> added,
      Set<PolicyName> skipped,
      List<Ask> asks) {
    public Trial {
      added = Set.copyOf(added);
      skipped = Set.copyOf(skipped);
      asks = List.copyOf(asks);
    }
  }

  /**
   * What came of one ask.
   *
   * @param allowing policies with a statement that allows it
   * @param denying policies with a statement that denies it
   */
  public record Result(Ask ask, List<PolicyName> allowing, List<PolicyName> denying) {}

  /** TestAuthorization. */
  public Answer<List<Result>, ControlRefusal> test(Trial trial) {
    Optional<Access.Rights> rights = access.of(trial.certificateId(), trial.clientId().orElse(""));
    if (rights.isEmpty()) {
      return ControlRefusal.notFound("Certificate " + trial.certificateId() + " not found.");
    }
    return counted(rights.get(), trial)
        .then(
            counted -> {
              var here =
                  new Circumstances(
                      trial.certificateId(),
                      trial.clientId(),
                      Optional.empty(),
                      trial.clientId().flatMap(id -> rights.get().thing()),
                      certificates.names(rights.get().certificate().pem()));
              return Answer.given(
                  trial.asks().stream().map(ask -> result(ask, counted, here)).toList());
            });
  }

  private Answer<List<Evaluation.Named>, ControlRefusal> counted(
      Access.Rights rights, Trial trial) {
    var counted = new ArrayList<Evaluation.Named>();
    rights.policies().stream()
        .filter(each -> !trial.skipped().contains(each.name()))
        .forEach(counted::add);
    for (PolicyName name : trial.added().stream().sorted().toList()) {
      Answer<Whole, ControlRefusal> found = policies.get(name);
      if (found instanceof Answer.Refused<Whole, ControlRefusal>(var why)) {
        return Answer.refused(why);
      }
      found
          .then(whole -> Answer.<PolicyDocument, ControlRefusal>given(read(whole)))
          .fold(document -> counted.add(new Evaluation.Named(name, document)), no -> false);
    }
    return Answer.given(counted);
  }

  private PolicyDocument read(Whole whole) {
    return documents
        .read(whole.version().document())
        .fold(
            Function.identity(),
            wrong -> {
              throw new IllegalStateException("a stored policy does not read: " + wrong);
            });
  }

  private static Result result(Ask ask, List<Evaluation.Named> counted, Circumstances here) {
    var allowing = new ArrayList<PolicyName>();
    var denying = new ArrayList<PolicyName>();
    for (Evaluation.Named each : counted) {
      switch (Evaluation.decide(List.of(each), ask, here)) {
        case Decision.Allowed(var policy, var statement) -> allowing.add(policy);
        case Decision.Denied(var policy, var statement) -> denying.add(policy);
        case Decision.NotAllowed() -> {}
      }
    }
    return new Result(ask, List.copyOf(allowing), List.copyOf(denying));
  }
}
