package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.app.Quota;
import errand.core.app.Quotas;
import errand.server.Config;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.DeviceV1;
import errand.server.conformance.support.DeviceV2;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.crt.iot.MqttRequestResponseClientOptions;
import software.amazon.awssdk.crt.mqtt.QualityOfService;
import software.amazon.awssdk.iot.iotidentity.IotIdentityClient;
import software.amazon.awssdk.iot.iotidentity.IotIdentityV2Client;
import software.amazon.awssdk.iot.iotidentity.model.CreateCertificateFromCsrRequest;
import software.amazon.awssdk.iot.iotidentity.model.CreateKeysAndCertificateRequest;
import software.amazon.awssdk.iot.iotidentity.model.CreateKeysAndCertificateResponse;
import software.amazon.awssdk.iot.iotidentity.model.CreateKeysAndCertificateSubscriptionRequest;
import software.amazon.awssdk.iot.iotidentity.model.RegisterThingRequest;
import software.amazon.awssdk.iot.iotidentity.model.RegisterThingResponse;
import software.amazon.awssdk.iot.iotidentity.model.RegisterThingSubscriptionRequest;
import software.amazon.awssdk.iot.iotidentity.model.V2ErrorResponseException;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A device that nobody has registered comes in with a claim, and no further than its template. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvisioningTest {
  private static final QualityOfService ONCE = QualityOfService.AT_LEAST_ONCE;
  private static final String CREATE = "$aws/certificates/create/json";
  private static final String CREATE_FROM_CSR = "$aws/certificates/create-from-csr/json";
  private static final String OTHER = "111122223333";
  private static final MqttRequestResponseClientOptions OPTIONS =
      MqttRequestResponseClientOptions.builder()
          .withMaxRequestResponseSubscriptions(8)
          .withMaxStreamingSubscriptions(2)
          .withOperationTimeoutSeconds((int) Await.PATIENCE.toSeconds())
          .build();

  private RunningServer server;
  private Tenant tenant;
  private Tenant other;

  @BeforeAll
  void start() {
    // Tests ask faster than a fleet may.
    var unpaced = Quotas.AWS.with(Quota.PROVISIONING_PER_SECOND, 1_000);
    server = RunningServer.start(MovableClock.system(), Config.Limits.USUAL.with(unpaced));
    tenant = Tenant.of(server.doors());
    other = Tenant.fresh(server.doors(), server.data(), OTHER);
    for (var each : List.of(tenant, other)) {
      each.iot().createThingGroup(g -> g.thingGroupName("newcomers"));
      each.iot()
          .createPolicy(
              p ->
                  p.policyName("device")
                      .policyDocument(
                          """
                          {"Version":"2012-10-17","Statement":[
                            {"Effect":"Allow","Action":"iot:*","Resource":"*"}]}
                          """));
    }
  }

  @AfterAll
  void stop() {
    other.close();
    tenant.close();
    server.close();
  }

  static String body(String more) {
    return """
    {"Parameters": {
       "SerialNumber": {"Type": "String"},
       "Place": {"Type": "String", "Default": "attic"},
       "AWS::IoT::Certificate::Id": {"Type": "String"}},
     "Mappings": {"Urls": {
       "attic": {"Url": "https://attic.example"},
       "cellar": {"Url": "https://cellar.example"}}},
     "DeviceConfiguration": {
       "Url": {"Fn::FindInMap": ["Urls", {"Ref": "Place"}, "Url"]},
       "Topic": {"Fn::Sub": "dt/${SerialNumber}"}},
     "Resources": {
       "thing": {"Type": "AWS::IoT::Thing", "Properties": {
         "ThingName": {"Fn::Join": ["", ["new-", {"Ref": "SerialNumber"}]]},
         "AttributePayload": {"place": {"Ref": "Place"}},
         "ThingGroups": ["newcomers"]}%s},
       "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {
         "CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"}},
       "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "device"}}}}
    """
        .formatted(more);
  }

  private String template() {
    return template(tenant, body(""));
  }

  private String template(Tenant of, String body) {
    var name = server.freshName("template");
    of.iot()
        .createProvisioningTemplate(
            t ->
                t.templateName(name)
                    .templateBody(body)
                    .enabled(true)
                    .provisioningRoleArn("arn:aws:iam::123456789012:role/unused"));
    return name;
  }

  private static DeviceKeys claim(Tenant of, String template) {
    var claim = of.iot().createProvisioningClaim(c -> c.templateName(template));
    return new DeviceKeys(claim.certificatePem(), claim.keyPair().privateKey());
  }

  private MqttProbe newcomer(String template) {
    return MqttProbe.connect(Version.V5, Login.by(server.doors(), claim(tenant, template)));
  }

  private static String provision(String template) {
    return "$aws/provisioning-templates/" + template + "/provision/json";
  }

  private static String register(String token, String serial) {
    return """
    {"certificateOwnershipToken": "%s", "parameters": {"SerialNumber": "%s"}}
    """
        .formatted(token, serial);
  }

  private static String token(Arrival offer) {
    assertThat(offer.topic()).endsWith("/accepted");
    return offer.json().path("certificateOwnershipToken").asString();
  }

  private static void assertRejected(Arrival answer, int status, String code) {
    assertThat(answer.topic()).endsWith("/rejected");
    assertThat(answer.json().path("statusCode").asInt()).isEqualTo(status);
    assertThat(answer.json().path("errorCode").asString()).isEqualTo(code);
    assertThat(answer.json().path("errorMessage").asString()).isNotEmpty();
  }

  private void assertNoThing(String serial) {
    assertThatThrownBy(() -> tenant.iot().describeThing(d -> d.thingName("new-" + serial)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void the_first_sdk_client_provisions_itself_reconnects_and_runs_a_job() throws Exception {
    var template = template();
    var serial = server.freshName("s");
    CreateKeysAndCertificateResponse keys;
    RegisterThingResponse registered;
    try (var connection = Sdk.mqtt3(server.doors(), claim(tenant, template), serial)) {
      Await.result(connection.connect());
      var client = new IotIdentityClient(connection);
      var offers = new LinkedBlockingQueue<CreateKeysAndCertificateResponse>();
      Await.result(
          client.SubscribeToCreateKeysAndCertificateAccepted(
              new CreateKeysAndCertificateSubscriptionRequest(), ONCE, offers::add));
      var answers = new LinkedBlockingQueue<RegisterThingResponse>();
      var subscription = new RegisterThingSubscriptionRequest();
      subscription.templateName = template;
      Await.result(client.SubscribeToRegisterThingAccepted(subscription, ONCE, answers::add));

      Await.result(
          client.PublishCreateKeysAndCertificate(new CreateKeysAndCertificateRequest(), ONCE));
      keys = offers.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(keys).isNotNull();
      assertThat(standing(keys.certificateId)).isEqualTo(CertificateStatus.PENDING_ACTIVATION);

      var request = new RegisterThingRequest();
      request.templateName = template;
      request.certificateOwnershipToken = keys.certificateOwnershipToken;
      request.parameters = new HashMap<>(Map.of("SerialNumber", serial, "Place", "cellar"));
      Await.result(client.PublishRegisterThing(request, ONCE));
      registered = answers.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      Await.result(connection.disconnect());
    }

    assertThat(registered).isNotNull();
    assertThat(registered.thingName).isEqualTo("new-" + serial);
    assertThat(registered.deviceConfiguration)
        .containsEntry("Url", "https://cellar.example")
        .containsEntry("Topic", "dt/" + serial);
    assertThat(standing(keys.certificateId)).isEqualTo(CertificateStatus.ACTIVE);
    assertThat(tenant.iot().describeThing(d -> d.thingName("new-" + serial)).attributes())
        .containsEntry("place", "cellar");
    assertThat(
            tenant.iot().listThingGroupsForThing(l -> l.thingName("new-" + serial)).thingGroups())
        .extracting(group -> group.groupName())
        .containsExactly("newcomers");

    var own = new DeviceKeys(keys.certificatePem, keys.privateKey);
    try (var device =
        new DeviceV1(Sdk.mqtt3(server.doors(), own, registered.thingName), registered.thingName)) {
      var job = server.queuedJob(registered.thingName);
      assertThat(device.startNext(Map.of()).execution.jobId).isEqualTo(job);
      device.update(job, JobStatus.SUCCEEDED, 2, Map.of());
      assertThat(
              server
                  .operator()
                  .describeJob(job)
                  .path("jobProcessDetails")
                  .path("numberOfSucceededThings")
                  .asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void the_second_sdk_client_brings_a_key_of_its_own() {
    var template = template();
    var serial = server.freshName("s");
    var own = DeviceKeys.request(serial);
    String pem;
    try (var connection = Sdk.mqtt3(server.doors(), claim(tenant, template), serial)) {
      Await.result(connection.connect());
      try (var client = IotIdentityV2Client.newFromMqtt311(connection, OPTIONS)) {
        var asked = new CreateCertificateFromCsrRequest();
        asked.certificateSigningRequest = own.csrPem();
        var offer = Await.result(client.createCertificateFromCsr(asked));
        pem = offer.certificatePem;
        var request = new RegisterThingRequest();
        request.templateName = template;
        request.certificateOwnershipToken = offer.certificateOwnershipToken;
        request.parameters = new HashMap<>(Map.of("SerialNumber", serial));
        var registered = Await.result(client.registerThing(request));
        assertThat(registered.deviceConfiguration).containsEntry("Url", "https://attic.example");

        assertThatThrownBy(() -> Await.result(client.registerThing(request)))
            .isInstanceOfSatisfying(
                V2ErrorResponseException.class,
                refused ->
                    assertThat(refused.getModeledError().errorCode)
                        .isEqualTo("InvalidCertificateOwnershipToken"));
      }
      Await.result(connection.disconnect());
    }
    var keys = new DeviceKeys(pem, own.privateKeyPem());
    try (var device =
        DeviceV2.connect(DeviceV2.Over.MQTT_5, server.doors(), keys, "new-" + serial)) {
      assertThat(device.pending().queuedJobs).isEmpty();
    }
  }

  private CertificateStatus standing(String id) {
    return tenant
        .iot()
        .describeCertificate(d -> d.certificateId(id))
        .certificateDescription()
        .status();
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_goes_to_the_connection_that_asked_and_to_nobody_else(Version version) {
    var template = template();
    var keys = claim(tenant, template);
    try (var asking = MqttProbe.connect(version, Login.by(server.doors(), keys));
        var listening = MqttProbe.connect(version, Login.by(server.doors(), keys))) {
      listening.subscribe("$aws/certificates/create/json/accepted", provision(template) + "/+");
      asking.request(provision(template), register(token(asking.request(CREATE, "{}")), "x y"));

      var own = listening.request(CREATE, "{}");
      assertThat(own.topic()).isEqualTo(CREATE + "/accepted");
      assertThat(listening.rest()).isEmpty();
    }
  }

  @Test
  void a_token_of_another_claim_is_none() {
    var template = template();
    var serial = server.freshName("s");
    try (var one = newcomer(template);
        var two = newcomer(template)) {
      var token = token(one.request(CREATE, "{}"));

      assertRejected(
          two.request(provision(template), register(token, serial)),
          400,
          "InvalidCertificateOwnershipToken");

      assertNoThing(serial);
      assertThat(one.request(provision(template), register(token, serial)).topic())
          .endsWith("/accepted");
      assertRejected(
          one.request(provision(template), register(token, serial)),
          400,
          "InvalidCertificateOwnershipToken");
    }
  }

  @Test
  void a_token_is_none_in_another_account() {
    var template = template();
    var there = template(other, body(""));
    var serial = server.freshName("s");
    try (var here = newcomer(template);
        var stranger =
            MqttProbe.connect(Version.V5, Login.by(server.doors(), claim(other, there)))) {
      var token = token(here.request(CREATE, "{}"));

      assertRejected(
          stranger.request(provision(there), register(token, serial)),
          400,
          "InvalidCertificateOwnershipToken");
      var own = token(stranger.request(CREATE, "{}"));
      assertThat(stranger.request(provision(there), register(own, serial)).topic())
          .endsWith("/accepted");

      assertNoThing(serial);
      assertThat(other.iot().describeThing(d -> d.thingName("new-" + serial)).thingName())
          .isEqualTo("new-" + serial);
    }
  }

  @Test
  void a_claim_is_good_for_its_template_and_for_nothing_else() {
    var template = template();
    var another = template();
    try (var device = newcomer(template)) {
      assertThat(device.publish(provision(another), "{}")).isEqualTo(0x87);
      assertThat(device.publish("$aws/things/any/jobs/get", "{}")).isEqualTo(0x87);
      assertThat(device.publish(CREATE + "/accepted", "{}")).isEqualTo(0x87);
      assertThat(device.subscribe(provision(another) + "/accepted")).containsOnly(0x87);
      assertThat(device.rest()).isEmpty();
    }
  }

  @Test
  void a_deactivated_claim_opens_nothing() {
    var claim = tenant.iot().createProvisioningClaim(c -> c.templateName(template()));
    tenant
        .iot()
        .updateCertificate(
            u -> u.certificateId(claim.certificateId()).newStatus(CertificateStatus.INACTIVE));
    var keys = new DeviceKeys(claim.certificatePem(), claim.keyPair().privateKey());

    assertThat(MqttProbe.knock(Version.V3, Login.by(server.doors(), keys))).isNotZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | InvalidParameters",
        "[] | InvalidParameters",
        "{} | InvalidCertificateOwnershipToken",
        "{\"certificateOwnershipToken\": 7} | InvalidCertificateOwnershipToken",
        "{\"certificateOwnershipToken\": \"guess\"} | InvalidCertificateOwnershipToken",
        "{\"certificateOwnershipToken\": \"$\"} | InvalidParameters",
        "{\"certificateOwnershipToken\": \"$\", \"parameters\": []} | InvalidParameters",
        "{\"certificateOwnershipToken\": \"$\", \"parameters\": {\"SerialNumber\": 1}}"
            + " | InvalidParameters",
        "{\"certificateOwnershipToken\": \"$\", \"parameters\": {\"SerialNumber\": \"a b\"}}"
            + " | InvalidParameters",
        "{\"certificateOwnershipToken\": \"$\","
            + " \"parameters\": {\"SerialNumber\": \"bad\", \"Place\": \"ä\"}} | InvalidParameters",
        "{\"certificateOwnershipToken\": \"$\", \"parameters\": {\"SerialNumber\": \"bad\","
            + " \"Place\": \"moon\"}} | InvalidParameters"
      })
  void bad_requests_make_nothing_and_leave_the_token_good(String payload, String code) {
    var template = template();
    var serial = server.freshName("s");
    try (var device = newcomer(template)) {
      var token = token(device.request(CREATE, "{}"));

      assertRejected(device.request(provision(template), payload.replace("$", token)), 400, code);

      assertNoThing("bad");
      assertThat(device.request(provision(template), register(token, serial)).topic())
          .endsWith("/accepted");
    }
  }

  @Test
  void a_template_that_fails_half_way_leaves_nothing() {
    var template =
        template(
            tenant, body("").replace("\"PolicyName\": \"device\"", "\"PolicyName\": \"none\""));
    var serial = server.freshName("s");
    try (var device = newcomer(template)) {
      var token = token(device.request(CREATE, "{}"));

      assertRejected(
          device.request(provision(template), register(token, serial)), 404, "ResourceNotFound");

      assertNoThing(serial);
    }
  }

  @Test
  void a_template_that_is_disabled_or_gone_provisions_nobody() {
    var template = template();
    try (var device = newcomer(template)) {
      var token = token(device.request(CREATE, "{}"));
      tenant.iot().updateProvisioningTemplate(u -> u.templateName(template).enabled(false));
      assertRejected(
          device.request(provision(template), register(token, "x")), 403, "AccessDenied");

      tenant.iot().deleteProvisioningTemplate(d -> d.templateName(template));
      assertRejected(
          device.request(provision(template), register(token, "x")), 404, "ResourceNotFound");
    }
  }

  @Test
  void a_device_cannot_become_one_that_is_there_unless_the_template_says_so() {
    var serial = server.freshName("s");
    var careless = template();
    var meant =
        template(tenant, body(", \"OverrideSettings\": {\"AttributePayload\": \"REPLACE\"}"));
    assertThat(provisioned(careless, serial).topic()).endsWith("/accepted");

    assertRejected(provisioned(careless, serial), 409, "ResourceConflict");
    assertThat(principals(serial)).isEqualTo(1);

    assertThat(provisioned(meant, serial).topic()).endsWith("/accepted");
    assertThat(principals(serial)).isEqualTo(2);
  }

  private Arrival provisioned(String template, String serial) {
    try (var device = newcomer(template)) {
      var token = token(device.request(CREATE, "{}"));
      return device.request(provision(template), register(token, serial));
    }
  }

  private int principals(String serial) {
    return tenant.iot().listThingPrincipals(l -> l.thingName("new-" + serial)).principals().size();
  }

  @Test
  void parameters_of_the_service_are_not_the_device_s_to_give() {
    var template = template();
    var victim = tenant.iot().createKeysAndCertificate(c -> c.setAsActive(false));
    var serial = server.freshName("s");
    try (var device = newcomer(template)) {
      var token = token(device.request(CREATE, "{}"));
      var answer =
          device.request(
              provision(template),
              """
              {"certificateOwnershipToken": "%s", "parameters": {
                "SerialNumber": "%s", "AWS::IoT::Certificate::Id": "%s"}}
              """
                  .formatted(token, serial, victim.certificateId()));
      assertThat(answer.topic()).endsWith("/accepted");
    }
    assertThat(standing(victim.certificateId())).isEqualTo(CertificateStatus.INACTIVE);
  }

  @Test
  void a_bad_signing_request_is_refused() {
    try (var device = newcomer(template())) {
      assertRejected(
          device.request(CREATE_FROM_CSR, "{}"), 400, "InvalidCertificateSigningRequest");
      assertRejected(
          device.request(CREATE_FROM_CSR, "{\"certificateSigningRequest\": \"none\"}"),
          400,
          "InvalidParameters");
    }
  }

  @Test
  void hooks_and_what_is_not_understood_are_refused_when_the_template_is_made() {
    for (var bad :
        List.of(
            "{}",
            "not json",
            body("").replace("\"Fn::Sub\"", "\"Fn::Cidr\""),
            body("").replace("{\"Ref\": \"SerialNumber\"}", "{\"Ref\": \"Nothing\"}"),
            body("").replace("AWS::IoT::Policy", "AWS::S3::Bucket"))) {
      assertThatThrownBy(() -> template(tenant, bad))
          .isInstanceOfSatisfying(
              IotException.class, refused -> assertThat(refused.statusCode()).isEqualTo(400));
    }
    assertThatThrownBy(
            () ->
                tenant
                    .iot()
                    .createProvisioningTemplate(
                        t ->
                            t.templateName("hooked")
                                .templateBody(body(""))
                                .provisioningRoleArn("arn:aws:iam::123456789012:role/unused")
                                .preProvisioningHook(
                                    h -> h.targetArn("arn:aws:lambda:us-east-1:1:function:f"))))
        .hasMessageContaining("preProvisioningHook is not supported");
  }

  @Test
  void versions_come_and_go_and_one_is_in_force() {
    var name = template();
    var iot = tenant.iot();
    var second =
        iot.createProvisioningTemplateVersion(
            v -> v.templateName(name).templateBody(body("")).setAsDefault(true));
    assertThat(second.versionId()).isEqualTo(2);
    assertThat(second.isDefaultVersion()).isTrue();
    assertThat(iot.describeProvisioningTemplate(d -> d.templateName(name)).defaultVersionId())
        .isEqualTo(2);
    assertThatThrownBy(
            () -> iot.deleteProvisioningTemplateVersion(d -> d.templateName(name).versionId(2)))
        .isInstanceOfSatisfying(
            IotException.class, refused -> assertThat(refused.statusCode()).isEqualTo(409));
    iot.updateProvisioningTemplate(u -> u.templateName(name).defaultVersionId(1));
    iot.deleteProvisioningTemplateVersion(d -> d.templateName(name).versionId(2));
    assertThat(iot.listProvisioningTemplateVersions(l -> l.templateName(name)).versions())
        .extracting(each -> each.versionId())
        .containsExactly(1);
    assertThat(
            iot.describeProvisioningTemplateVersion(d -> d.templateName(name).versionId(1))
                .templateBody())
        .isEqualTo(body(""));
    assertThat(iot.listProvisioningTemplates(l -> l.maxResults(250)).templates())
        .extracting(each -> each.templateName())
        .contains(name);
  }

  @Test
  void an_operator_registers_a_thing_by_a_template_given_on_the_spot() {
    var serial = server.freshName("s");
    var onTheSpot =
        body("")
            .replace("\"AWS::IoT::Certificate::Id\": {\"Type\"", "\"CSR\": {\"Type\"")
            .replace(
                "\"CertificateId\": {\"Ref\": \"AWS::IoT::Certificate::Id\"}",
                "\"CertificateSigningRequest\": {\"Ref\": \"CSR\"}");
    var own = DeviceKeys.request(serial);

    var registered =
        tenant
            .iot()
            .registerThing(
                r ->
                    r.templateBody(onTheSpot)
                        .parameters(Map.of("SerialNumber", serial, "CSR", own.csrPem())));

    assertThat(registered.resourceArns())
        .containsEntry("thing", tenant.arn("thing/new-" + serial))
        .containsEntry("policy", tenant.arn("policy/device"))
        .containsKey("certificate");
    var keys = new DeviceKeys(registered.certificatePem(), own.privateKeyPem());
    assertThat(MqttProbe.knock(Version.V3, Login.by(server.doors(), keys))).isZero();
  }

  @Test
  void who_was_provisioned_by_whom_is_in_the_record() {
    var template = template();
    var serial = server.freshName("s");
    try (var device = newcomer(template)) {
      var offer = device.request(CREATE, "{}");
      device.request(provision(template), register(token(offer), serial));
      var record = server.operator().call("GET", "/_errand/audit?maxResults=50", "").body();
      assertThat(record)
          .contains("thing/new-" + serial)
          .contains("cert/" + offer.json().path("certificateId").asString())
          .doesNotContain(offer.json().path("certificateOwnershipToken").asString());
    }
  }

  @Test
  void what_nobody_claims_in_an_hour_is_gone() {
    var clock = MovableClock.system();
    try (var slow = RunningServer.start(clock)) {
      var operator = slow.operator();
      var certificate = operator.createCertificate(true);
      operator.permit(
          certificate,
          "anything",
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}
          """);
      ObjectNode made =
          JsonMapper.shared()
              .createObjectNode()
              .put("templateName", "t")
              .put("enabled", true)
              .put("templateBody", body(""))
              .put("provisioningRoleArn", "arn:aws:iam::123456789012:role/unused");
      operator.call("POST", "/provisioning-templates", made.toString());
      try (var device = MqttProbe.connect(Version.V5, Login.by(slow.doors(), certificate.keys()))) {
        var offer = device.request(CREATE, "{}");
        clock.set(clock.instant().plus(Duration.ofMinutes(61)).getEpochSecond());

        assertRejected(
            device.request(provision("t"), register(token(offer), "x")),
            400,
            "InvalidCertificateOwnershipToken");
        var path = "/certificates/" + offer.json().path("certificateId").asString();
        assertThat(
                Await.answer(
                    () -> operator.call("GET", path, "").status(), status -> status != 200))
            .isEqualTo(404);
      }
    }
  }

  /** A device that may ask for whatever it likes. */
  private static MqttProbe anybody(RunningServer server) {
    var operator = server.operator();
    var certificate = operator.createCertificate(true);
    operator.permit(
        certificate,
        "anything",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}
        """);
    return MqttProbe.connect(Version.V5, Login.by(server.doors(), certificate.keys()));
  }

  private static RunningServer start(Quota quota, int most) {
    return RunningServer.start(
        MovableClock.at(Instant.now().getEpochSecond()),
        Config.Limits.USUAL.with(Quotas.AWS.with(quota, most)));
  }

  @Test
  void beyond_the_quota_of_unclaimed_certificates_none_is_made() {
    try (var server = start(Quota.UNCLAIMED_CERTIFICATES, 1);
        var device = anybody(server)) {
      assertThat(device.request(CREATE, "{}").topic()).isEqualTo(CREATE + "/accepted");
      assertRejected(device.request(CREATE, "{}"), 429, "LimitExceeded");
    }
  }

  @Test
  void beyond_the_quota_of_a_second_a_device_has_to_come_again() {
    try (var server = start(Quota.PROVISIONING_PER_SECOND, 1);
        var device = anybody(server)) {
      assertThat(device.request(CREATE, "{}").topic()).isEqualTo(CREATE + "/accepted");
      assertRejected(device.request(CREATE, "{}"), 429, "Throttled");
      // Each kind has a pace of its own.
      assertRejected(
          device.request(provision("none"), "{}"), 400, "InvalidCertificateOwnershipToken");
    }
  }
}
