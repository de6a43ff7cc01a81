package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.DeviceV2;
import errand.server.conformance.support.Https;
import errand.server.conformance.support.KeyFile;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.ServerProcess;
import errand.server.conformance.support.Tenant;
import errand.server.identity.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.services.iot.model.Configuration;
import software.amazon.awssdk.services.iot.model.EventType;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;
import software.amazon.awssdk.services.iotjobsdataplane.model.IotJobsDataPlaneException;

/** Two accounts on one server, with the same names in both: every crossing is tried. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TwoAccountsTest {
  private static final String OTHER = "111122223333";

  @TempDir private Path folder = Path.of("");
  private RunningServer server;
  private Tenant first;
  private Tenant other;

  @BeforeAll
  void start() {
    server = RunningServer.start(MovableClock.system());
    first = Tenant.of(server.doors());
    other = Tenant.fresh(server.doors(), server.data(), OTHER);
  }

  @AfterAll
  void stop() {
    other.close();
    first.close();
    server.close();
  }

  private List<Tenant> both() {
    return List.of(first, other);
  }

  private Tenant otherThan(Tenant tenant) {
    return tenant.equals(first) ? other : first;
  }

  @ParameterizedTest
  @EnumSource
  void things_jobs_and_client_ids_of_one_name_live_side_by_side(Version version) {
    var thing = server.freshName("pump");
    for (var tenant : both()) {
      tenant.thing(thing);
      tenant.job(thing, "{\"for\":\"" + tenant.account() + "\"}", thing);
    }
    try (var here = MqttProbe.connect(version, login(first, thing));
        var there = MqttProbe.connect(version, login(other, thing))) {
      for (var each : Map.of(first, here, other, there).entrySet()) {
        var topic = "$aws/things/" + thing + "/jobs/$next/get";
        var next =
            Await.answer(
                () -> each.getValue().request(topic, "{}").json().path("execution"),
                found -> found.has("jobDocument"));
        assertThat(next.path("jobDocument").path("for").asString())
            .isEqualTo(each.getKey().account());
      }

      there.request(
          "$aws/things/" + thing + "/jobs/" + thing + "/update", "{\"status\":\"SUCCEEDED\"}");

      assertThat(succeeded(other, thing)).isEqualTo(1);
      assertThat(succeeded(first, thing)).isZero();
      assertThat(here.beforeAnswerOf(thing)).isEmpty();
      assertThat(here.isOpen()).isTrue();
      assertThat(there.isOpen()).isTrue();
    }
  }

  private static MqttProbe.Login login(Tenant tenant, String thing) {
    return tenant.login(tenant.device(thing), thing, true);
  }

  private static int succeeded(Tenant tenant, String job) {
    return tenant
        .iot()
        .describeJob(d -> d.jobId(job))
        .job()
        .jobProcessDetails()
        .numberOfSucceededThings();
  }

  @Test
  void arns_are_of_the_account_of_the_key_and_lists_show_nothing_else() {
    for (var tenant : both()) {
      var name = server.freshName("listed");
      tenant.thing(name);
      tenant.job(name, "{}", name);

      var iot = tenant.iot();
      assertThat(iot.describeThing(d -> d.thingName(name)).thingArn())
          .isEqualTo(tenant.arn("thing/" + name));
      assertThat(iot.describeJob(d -> d.jobId(name)).job().jobArn())
          .isEqualTo(tenant.arn("job/" + name));
      var foreign = otherThan(tenant).iot();
      assertThat(foreign.listThings().things())
          .extracting(each -> each.thingName())
          .doesNotContain(name);
      assertThat(foreign.listJobs().jobs()).extracting(each -> each.jobId()).doesNotContain(name);
      refused(() -> foreign.describeThing(d -> d.thingName(name)));
      refused(() -> foreign.describeJob(d -> d.jobId(name)));
      refused(() -> foreign.cancelJob(d -> d.jobId(name).force(true)));
    }
  }

  @Test
  void nothing_is_reached_by_the_arn_of_another_account() {
    for (var tenant : both()) {
      var foreign = otherThan(tenant);
      var name = server.freshName("crossed");
      foreign.thing(name);
      foreign.job(name, "{}", name);
      foreign.iot().createThingGroup(g -> g.thingGroupName(name));
      foreign.device(name);
      var certificate =
          foreign.iot().listThingPrincipals(l -> l.thingName(name)).principals().getFirst();
      var certificateId = certificate.substring(certificate.indexOf('/') + 1);
      tenant.thing(name + "-own");

      var iot = tenant.iot();
      refused(
          () ->
              iot.createJob(
                  j -> j.jobId(name + "-x").document("{}").targets(foreign.arn("thing/" + name))));
      refused(
          () ->
              iot.createJob(
                  j ->
                      j.jobId(name + "-x")
                          .document("{}")
                          .targets(foreign.arn("thinggroup/" + name))));
      refused(() -> iot.describeCertificate(d -> d.certificateId(certificateId)));
      refused(
          () -> iot.updateCertificate(u -> u.certificateId(certificateId).newStatus("REVOKED")));
      refused(
          () -> iot.attachThingPrincipal(a -> a.thingName(name + "-own").principal(certificate)));
      refused(() -> iot.attachPolicy(a -> a.policyName("anything-" + name).target(certificate)));
      refused(() -> iot.listTagsForResource(l -> l.resourceArn(foreign.arn("thing/" + name))));
      refused(
          () ->
              iot.addThingToThingGroup(
                  a ->
                      a.thingArn(foreign.arn("thing/" + name))
                          .thingGroupArn(foreign.arn("thinggroup/" + name))));
      refused(
          () ->
              iot.createJobTemplate(
                  t ->
                      t.jobTemplateId(name)
                          .description("taken")
                          .jobArn(foreign.arn("job/" + name))));
    }
  }

  private static void refused(Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            IotException.class, refusal -> assertThat(refusal.statusCode()).isBetween(400, 499));
  }

  @Test
  void a_device_is_nobody_among_the_things_of_another_account() {
    for (var tenant : both()) {
      var foreign = otherThan(tenant);
      var name = server.freshName("device");
      tenant.thing(name);
      var device = tenant.device(name);
      var prey = server.freshName("prey");
      foreign.thing(prey);
      foreign.job(prey, "{\"secret\":true}", prey);

      try (IotJobsDataPlaneClient https = Sdk.jobs(tenant.doors(), device)) {
        assertThat(https.getPendingJobExecutions(g -> g.thingName(name)).queuedJobs()).isEmpty();
        assertThatThrownBy(() -> https.getPendingJobExecutions(g -> g.thingName(prey)))
            .isInstanceOf(IotJobsDataPlaneException.class);
      }
      try (IotJobsDataPlaneClient signed = Sdk.jobs(tenant.doors())) {
        assertThatThrownBy(() -> signed.describeJobExecution(d -> d.thingName(prey).jobId(prey)))
            .isInstanceOf(IotJobsDataPlaneException.class);
      }
      try (var mqtt = MqttProbe.connect(Version.V5, tenant.login(device, prey, true))) {
        var answer = mqtt.request("$aws/things/" + prey + "/jobs/" + prey + "/get", "{}");
        assertThat(answer.topic()).endsWith("/rejected");
        assertThat(answer.json().toString()).doesNotContain("secret");
      }
    }
  }

  @Test
  void a_certificate_is_registered_in_one_account_alone() {
    var own = DeviceKeys.selfSigned(server.freshName("wanderer")).certificatePem();
    var id = register(first, own);

    assertThatThrownBy(() -> register(other, own))
        .isInstanceOf(ResourceAlreadyExistsException.class)
        .hasMessageNotContaining(first.account());

    first.iot().deleteCertificate(d -> d.certificateId(id).forceDelete(true));
    assertThat(register(other, own)).isEqualTo(id);
    assertThatThrownBy(() -> register(first, own))
        .isInstanceOf(ResourceAlreadyExistsException.class);
  }

  private static String register(Tenant tenant, String pem) {
    return tenant
        .iot()
        .registerCertificateWithoutCA(r -> r.certificatePem(pem).status("INACTIVE"))
        .certificateId();
  }

  @Test
  void a_key_over_websocket_hears_its_own_account_only() {
    var thing = server.freshName("gateway");
    both().forEach(tenant -> tenant.thing(thing));
    try (var here = DeviceV2.over5(Sdk.webSocket5(first.doors(), first.key()), thing);
        var there = DeviceV2.over5(Sdk.webSocket5(other.doors(), other.key()), thing)) {
      first.job(thing + "-first", "{}", thing);
      other.job(thing + "-other", "{}", thing);

      assertThat(here.nextChanged().execution.jobId).isEqualTo(thing + "-first");
      assertThat(there.nextChanged().execution.jobId).isEqualTo(thing + "-other");
      there.startNext(Map.of());
      there.update(thing + "-other", JobStatus.SUCCEEDED, 2, Map.of());
      assertThat(here.pending().queuedJobs).hasSize(1);
      assertThat(there.pending().queuedJobs).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void no_subscription_of_a_device_gets_live_or_retained_messages_of_another_account(
      Version version) {
    var thing = server.freshName("greedy");
    both().forEach(tenant -> tenant.thing(thing));
    try (var spy = MqttProbe.connect(version, login(first, thing));
        var victim = MqttProbe.connect(version, login(other, thing))) {
      var secret = "{\"secret\":true}".getBytes(StandardCharsets.UTF_8);
      Await.result(victim.send("tele/kept", secret, 1, true));
      spy.subscribe("#", "+/+", "tele/kept", "$aws/things/+/jobs/#", OTHER + "/#");
      spy.subscribe("$share/spies/#", "$share/spies/" + OTHER + "/#");

      Await.result(victim.send("tele/live", secret, 1, false));
      other.job(thing, "{}", thing);
      victim.request("$aws/things/" + thing + "/jobs/get", "{}");

      assertThat(spy.beforeAnswerOf(thing)).isEmpty();
      victim.subscribe("tele/#");
      assertThat(victim.until(each -> each.topic().equals("tele/kept"))).isNotEmpty();
    }
  }

  @Test
  void events_are_published_in_the_account_they_happened_in() {
    var thing = server.freshName("event");
    for (var tenant : both()) {
      tenant
          .iot()
          .updateEventConfigurations(
              u ->
                  u.eventConfigurations(
                      Map.of(EventType.JOB, Configuration.builder().enabled(true).build())));
      tenant.thing(thing);
    }
    try (var here = MqttProbe.connect(Version.V5, login(first, thing));
        var there = MqttProbe.connect(Version.V5, login(other, thing))) {
      here.subscribe("$aws/events/#");
      there.subscribe("$aws/events/#");

      for (var tenant : List.of(other, first)) {
        tenant.job(thing, "{}", thing);
        tenant.iot().cancelJob(c -> c.jobId(thing).force(true));
      }

      for (var each : Map.of(first, here, other, there).entrySet()) {
        var seen =
            each.getValue()
                .until(event -> event.topic().equals("$aws/events/job/" + thing + "/canceled"));
        assertThat(seen)
            .allSatisfy(
                event ->
                    assertThat(event.json().path("targets").path(0).asString())
                        .isEqualTo(each.getKey().arn("thing/" + thing)));
      }
    }
  }

  @Test
  void bulk_transfers_stay_in_the_account() {
    var name = server.freshName("bulk");
    try (var https = Https.of(other.doors())) {
      var signature = new Https.Signature(other.key(), "iot", server.clock().instant());
      var body = "{\"things\":[{\"line\":1,\"thingName\":\"" + name + "\"}]}";
      https.send(signature, "POST", "/_errand/things/import", body, Map.of());
      var exported = https.send(signature, "GET", "/_errand/things/export", "", Map.of());
      assertThat(exported.body()).contains(name);
    }
    refused(() -> first.iot().describeThing(d -> d.thingName(name)));
  }

  @Test
  void accounts_outlive_a_restart_a_kill_and_the_loss_of_their_keys() {
    var data = folder.resolve("data");
    DeviceKeys device;
    try (var process = ServerProcess.start(data);
        var own = Tenant.of(process.doors());
        var guest = Tenant.fresh(process.doors(), data, OTHER)) {
      own.thing("pump");
      guest.thing("pump");
      guest.job("roll", "{\"for\":\"guest\"}", "pump");
      device = guest.device("pump");
      process.kill();
    }
    try (var process = ServerProcess.start(data)) {
      assertThat(document(process, device)).isEqualTo("guest");
      KeyFile.of(data).keep(process.doors().key());
      assertThat(process.stop()).isEqualTo(143);
    }
    try (var process = ServerProcess.start(data);
        var own = Tenant.of(process.doors())) {
      assertThat(document(process, device)).isEqualTo("guest");
      assertThat(own.iot().listJobs().jobs()).isEmpty();
      assertThat(own.iot().listThings().things()).hasSize(1);
      var again = KeyFile.of(data).add(OTHER, Role.READ_ONLY);
      try (var guest = Tenant.of(process.doors().with(again))) {
        Await.answer(() -> admitted(guest), yes -> yes);
        assertThat(guest.iot().describeJob(d -> d.jobId("roll")).job().targets())
            .containsExactly(guest.arn("thing/pump"));
      }
    }
  }

  private static boolean admitted(Tenant tenant) {
    try {
      return !tenant.iot().listThings().things().isEmpty();
    } catch (IotException notYet) {
      return false;
    }
  }

  private static String document(ServerProcess process, DeviceKeys device) {
    var login = new MqttProbe.Login(process.doors(), Optional.of(device), "pump", true);
    try (var probe = MqttProbe.connect(Version.V3, login)) {
      return Await.answer(
              () -> probe.request("$aws/things/pump/jobs/$next/get", "{}").json(),
              answer -> answer.path("execution").has("jobDocument"))
          .path("execution")
          .path("jobDocument")
          .path("for")
          .asString();
    }
  }

  @Test
  void who_is_not_registered_anywhere_does_not_come_in() {
    var stranger = DeviceKeys.selfSigned("stranger");

    assertThat(MqttProbe.knock(Version.V3, first.login(stranger, "stranger", true))).isEqualTo(5);
    assertThatThrownBy(
            () ->
                Sdk.jobs(first.doors(), stranger)
                    .getPendingJobExecutions(g -> g.thingName("stranger")))
        .isInstanceOf(IotJobsDataPlaneException.class);
  }
}
