package errand.server.wire.control;

import errand.core.app.Audit;
import errand.core.app.Authorities;
import errand.core.app.Authorizations;
import errand.core.app.Catalog;
import errand.core.app.Certificates;
import errand.core.app.Deed;
import errand.core.app.Doctor;
import errand.core.app.DocumentSource;
import errand.core.app.DryRun;
import errand.core.app.DynamicGroups;
import errand.core.app.ExecutionsControl;
import errand.core.app.FleetRegistry;
import errand.core.app.FleetSearch;
import errand.core.app.JobsControl;
import errand.core.app.Overview;
import errand.core.app.Policies;
import errand.core.app.Provisioner;
import errand.core.app.ProvisioningTemplates;
import errand.core.app.Templates;
import errand.core.audit.Outcome;
import errand.server.wire.device.Traffic;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestCall;
import errand.server.wire.rest.RestReply;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** The control plane: a call of the {@code iot} service to its reply. */
public final class ControlPlane {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

  private final List<Route> routes = new ArrayList<>();
  private final String account;
  private final Audit audit;

  /**
   * Where things are, for ARNs and DescribeEndpoint.
   *
   * @param account twelve digits
   * @param host the name or address devices connect to
   * @param httpsPort the port of both planes over HTTPS, known once the listener is open
   */
  public record Place(String account, String host, IntSupplier httpsPort) {}

  /** What the operations are carried out by. */
  public record UseCases(
      FleetRegistry fleet,
      Identities identities,
      JobsControl jobs,
      ExecutionsControl executions,
      DryRun dryRun,
      Overview overview,
      Traffic traffic,
      Templates templates,
      FleetSearch search,
      DynamicGroups dynamicGroups,
      Audit audit,
      Doctor doctor,
      Catalog catalog,
      DocumentSource sources) {}

  /** Who devices are and what they may do. */
  public record Identities(
      Certificates certificates,
      Authorities authorities,
      Policies policies,
      Authorizations authorizations,
      ProvisioningTemplates provisioningTemplates,
      Provisioner provisioner) {}

  /** The clock tells what a schedule is held against. */
  public ControlPlane(UseCases useCases, Place place, InstantSource clock) {
    this.account = place.account();
    this.audit = useCases.audit();
    DocumentSource sources = useCases.sources();
    routes.addAll(new ThingOperations(useCases.fleet().things()).routes());
    routes.addAll(new ThingTypeOperations(useCases.fleet().thingTypes()).routes());
    routes.addAll(new GroupOperations(useCases.fleet().groups()).routes());
    routes.addAll(new MemberOperations(useCases.fleet().members()).routes());
    routes.addAll(new BulkOperations(useCases.fleet().bulk()).routes());
    routes.addAll(new TagOperations(useCases.fleet().tags()).routes());
    routes.addAll(new AccountOperations(useCases.fleet().account()).routes());
    addIdentity(useCases.identities());
    routes.addAll(
        new JobOperations(useCases.jobs(), useCases.templates(), sources, clock).routes());
    routes.addAll(new ExecutionOperations(useCases.executions()).routes());
    routes.addAll(new TemplateOperations(useCases.templates(), sources, clock).routes());
    routes.addAll(new ManagedTemplateOperations().routes());
    routes.addAll(
        new PlanOperations(useCases.dryRun(), useCases.templates(), sources, clock).routes());
    routes.addAll(new OverviewOperations(useCases.overview()).routes());
    routes.addAll(new TrafficOperations(useCases.traffic()).routes());
    routes.addAll(new IndexOperations(useCases.search()).routes());
    routes.addAll(new DynamicGroupOperations(useCases.dynamicGroups()).routes());
    routes.addAll(new PackageOperations(useCases.catalog()).routes());
    routes.addAll(new EndpointOperations(place).routes());
    routes.addAll(new AuditOperations(useCases.audit()).routes());
    routes.addAll(new DoctorOperations(useCases.doctor()).routes());
    routes.sort(Comparator.comparingLong(Route::fixed).reversed());
  }

  private void addIdentity(Identities identities) {
    routes.addAll(new CertificateOperations(identities.certificates()).routes());
    routes.addAll(new PrincipalOperations(identities.certificates()).routes());
    routes.addAll(new AuthorityOperations(identities.authorities()).routes());
    routes.addAll(new PolicyOperations(identities.policies()).routes());
    routes.addAll(new AttachOperations(identities.policies()).routes());
    routes.addAll(new AuthorizationOperations(identities.authorizations()).routes());
    routes.addAll(
        new ProvisioningOperations(identities.provisioningTemplates(), identities.provisioner())
            .routes());
  }

  /** Names of the operations served, for tests and the list of gaps. */
  public List<String> operations() {
    return routes.stream().map(Route::operation).sorted().toList();
  }

  /**
   * An operation.
   *
   * @param name as AWS spells it
   * @param looks whether it changes nothing
   */
  public record Operation(String name, boolean looks) {}

  /** The operation that a call means, if it means one. */
  public Optional<Operation> operation(RestCall call) {
    return routes.stream()
        .filter(route -> route.match(call.method(), call.path()).isPresent())
        .map(route -> new Operation(route.operation(), route.looks()))
        .findFirst();
  }

  /**
   * Answers a call; blocks for its transaction. What it changes is written down as the deed of the
   * {@link Deed#whose actor of this thread}, and so are attempts to change something that are
   * refused.
   */
  public RestReply answer(RestCall call) {
    for (Route route : routes) {
      Optional<List<String>> variables = route.match(call.method(), call.path());
      if (variables.isPresent()) {
        return answer(call, route, variables.get());
      }
    }
    return RestReply.unknownOperation();
  }

  private RestReply answer(RestCall call, Route route, List<String> variables) {
    Optional<ObjectNode> body = Json.parseObject(call.body());
    if (body.isEmpty()) {
      return Replies.invalid("The body must be one JSON object in UTF-8.");
    }
    List<String> subjects = Subjects.of(route, variables, call, body.get());
    RestReply reply =
        Deed.doing(route.operation(), subjects, () -> answer(call, route, variables, body.get()));
    if (reply.errorType().isPresent() && !route.looks()) {
      note(route.operation(), subjects, reply.status(), reply.errorType().get());
    }
    return reply;
  }

  private void note(String operation, List<String> subjects, int status, String code) {
    var outcome = status >= 500 ? Outcome.FAILED : Outcome.REFUSED;
    Deed.whose().ifPresent(actor -> audit.tried(actor, operation, subjects, outcome, code));
  }

  private RestReply answer(RestCall call, Route route, List<String> variables, ObjectNode body) {
    var violations = new Violations();
    var arns = new Arns(call.region(), account);
    try {
      return route
          .answer()
          .apply(
              new Request(
                  call,
                  route.operation(),
                  variables,
                  arns,
                  new Input(body, violations),
                  violations));
    } catch (RuntimeException fault) {
      LOG.error("control request failed operation={}", route.operation(), fault);
      return RestReply.error(
          500, "InternalFailureException", "An internal error occurred; please try again.");
    }
  }
}
