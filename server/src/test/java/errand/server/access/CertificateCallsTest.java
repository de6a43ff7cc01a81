package errand.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.AutoRegistrationStatus;
import software.amazon.awssdk.services.iot.model.CACertificateStatus;
import software.amazon.awssdk.services.iot.model.Certificate;
import software.amazon.awssdk.services.iot.model.CertificateConflictException;
import software.amazon.awssdk.services.iot.model.CertificateMode;
import software.amazon.awssdk.services.iot.model.CertificateStateException;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.CertificateValidationException;
import software.amazon.awssdk.services.iot.model.DeleteConflictException;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.RegistrationCodeValidationException;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.Tag;
import software.amazon.awssdk.services.iot.model.ThingPrincipalType;

/** The operations on certificates, authorities and principals, called by the AWS SDK. */
final class CertificateCallsTest {
  private static final String NOBODY = "0".repeat(64);

  private final House house = House.ONE;
  private final IotClient iot = house.iot;

  @Test
  void a_certificate_from_a_signing_request_is_described_in_full() {
    var made =
        iot.createCertificateFromCsr(
            c -> c.certificateSigningRequest(Makers.signingRequest("pump")).setAsActive(true));

    var described =
        iot.describeCertificate(d -> d.certificateId(made.certificateId()))
            .certificateDescription();

    assertThat(described.certificateArn()).isEqualTo(House.arn("cert/" + made.certificateId()));
    assertThat(described.certificatePem()).isEqualTo(made.certificatePem());
    assertThat(described.status()).isEqualTo(CertificateStatus.ACTIVE);
    assertThat(described.certificateMode()).isEqualTo(CertificateMode.DEFAULT);
    assertThat(described.ownedBy()).isEqualTo("000000000000");
    assertThat(described.customerVersion()).isEqualTo(1);
    assertThat(described.creationDate()).isBefore(Instant.now().plusSeconds(60));
    assertThat(described.validity().notBefore()).isBefore(described.validity().notAfter());
    refused(
        400,
        InvalidRequestException.class,
        () -> iot.createCertificateFromCsr(c -> c.certificateSigningRequest("nonsense")));
  }

  @Test
  void keys_are_made_with_an_inactive_certificate_unless_asked_otherwise() {
    var made = iot.createKeysAndCertificate(c -> c.setAsActive(false));

    assertThat(made.keyPair().privateKey()).contains("PRIVATE KEY");
    assertThat(made.keyPair().publicKey()).contains("PUBLIC KEY");
    assertThat(status(made.certificateId())).isEqualTo(CertificateStatus.INACTIVE);
  }

  @Test
  void a_status_is_set_and_those_of_transfers_are_refused() {
    String id = house.certificate().id();

    iot.updateCertificate(u -> u.certificateId(id).newStatus(CertificateStatus.REVOKED));
    assertThat(status(id)).isEqualTo(CertificateStatus.REVOKED);
    iot.updateCertificate(u -> u.certificateId(id).newStatus(CertificateStatus.ACTIVE));
    iot.updateCertificate(u -> u.certificateId(id).newStatus(CertificateStatus.ACTIVE));

    refused(
        400,
        InvalidRequestException.class,
        () ->
            iot.updateCertificate(
                u -> u.certificateId(id).newStatus(CertificateStatus.PENDING_TRANSFER)));
    refused(
        404,
        ResourceNotFoundException.class,
        () ->
            iot.updateCertificate(
                u -> u.certificateId(NOBODY).newStatus(CertificateStatus.ACTIVE)));
    refused(
        400,
        InvalidRequestException.class,
        () -> iot.describeCertificate(d -> d.certificateId("short")));
  }

  private CertificateStatus status(String id) {
    return iot.describeCertificate(d -> d.certificateId(id)).certificateDescription().status();
  }

  @Test
  void a_certificate_is_deleted_when_it_is_neither_active_nor_attached() {
    String thing = house.thing();
    String policy = house.policy(House.allow("iot:Connect", "*"));
    DeviceIdentity identity = house.certificate(thing, policy);
    String id = identity.id();

    refused(
        406,
        CertificateStateException.class,
        () -> iot.deleteCertificate(d -> d.certificateId(id)));
    iot.updateCertificate(u -> u.certificateId(id).newStatus(CertificateStatus.INACTIVE));
    refused(
        409,
        DeleteConflictException.class,
        () -> iot.deleteCertificate(d -> d.certificateId(id).forceDelete(true)));
    iot.detachThingPrincipal(d -> d.thingName(thing).principal(identity.arn()));
    refused(
        409, DeleteConflictException.class, () -> iot.deleteCertificate(d -> d.certificateId(id)));
    iot.deleteCertificate(d -> d.certificateId(id).forceDelete(true));

    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.deleteCertificate(d -> d.certificateId(id)));
  }

  @Test
  void certificates_are_listed_page_by_page_in_either_order() {
    List<String> made =
        List.of(house.certificate().id(), house.certificate().id(), house.certificate().id());

    List<String> ascending = list(true);
    List<String> descending = list(false);

    assertThat(ascending).containsSubsequence(made).doesNotHaveDuplicates();
    assertThat(descending).containsSubsequence(made.reversed());
    refused(
        400, InvalidRequestException.class, () -> iot.listCertificates(l -> l.marker("nonsense")));
  }

  private List<String> list(boolean ascending) {
    var ids = new ArrayList<String>();
    Optional<String> marker = Optional.empty();
    do {
      String after = marker.orElse(null);
      var page = iot.listCertificates(l -> l.pageSize(2).ascendingOrder(ascending).marker(after));
      page.certificates().stream().map(Certificate::certificateId).forEach(ids::add);
      marker = Optional.ofNullable(page.nextMarker());
    } while (marker.isPresent());
    return ids;
  }

  @Test
  void a_certificate_is_registered_without_an_authority_once() {
    var made = Makers.authority("alone");
    var answer =
        iot.registerCertificateWithoutCA(
            r -> r.certificatePem(made.pem()).status(CertificateStatus.ACTIVE));

    var described =
        iot.describeCertificate(d -> d.certificateId(answer.certificateId()))
            .certificateDescription();
    assertThat(described.certificateMode()).isEqualTo(CertificateMode.SNI_ONLY);
    assertThat(described.status()).isEqualTo(CertificateStatus.ACTIVE);
    refused(
        409,
        ResourceAlreadyExistsException.class,
        () -> iot.registerCertificateWithoutCA(r -> r.certificatePem(made.pem())));
    refused(
        400,
        CertificateValidationException.class,
        () -> iot.registerCertificateWithoutCA(r -> r.certificatePem("nonsense")));
  }

  @Test
  void a_certificate_is_registered_on_the_word_of_a_registered_authority() {
    var authority = Makers.authority(house.name("authority"));
    var device = Makers.signedBy(authority, "d1");
    refused(400, CertificateValidationException.class, () -> registerSigned(device));
    String authorityId = registerShared(authority, true, false);

    String id = registerSigned(device);

    assertThat(
            iot.describeCertificate(d -> d.certificateId(id))
                .certificateDescription()
                .caCertificateId())
        .isEqualTo(authorityId);
    assertThat(iot.listCertificatesByCA(l -> l.caCertificateId(authorityId)).certificates())
        .extracting(Certificate::certificateId)
        .containsExactly(id);
    refused(409, ResourceAlreadyExistsException.class, () -> registerSigned(device));

    iot.updateCACertificate(
        u -> u.certificateId(authorityId).newStatus(CACertificateStatus.INACTIVE));
    refused(
        406,
        CertificateStateException.class,
        () -> registerSigned(Makers.signedBy(authority, "d2")));
  }

  @Test
  void two_authorities_of_one_name_must_be_told_apart() {
    String name = house.name("twin");
    var first = Makers.authority(name);
    var second = Makers.authority(name);
    registerShared(first, true, false);
    registerShared(second, true, false);
    var device = Makers.signedBy(second, "d1");

    refused(409, CertificateConflictException.class, () -> registerSigned(device));
    iot.registerCertificate(
        r ->
            r.certificatePem(device.pem())
                .caCertificatePem(second.pem())
                .status(CertificateStatus.ACTIVE));
  }

  private String registerSigned(Makers.Made device) {
    return iot.registerCertificate(
            r -> r.certificatePem(device.pem()).status(CertificateStatus.ACTIVE))
        .certificateId();
  }

  private String registerShared(Makers.Made authority, boolean active, boolean registers) {
    return iot.registerCACertificate(
            r ->
                r.caCertificate(authority.pem())
                    .certificateMode(CertificateMode.SNI_ONLY)
                    .setAsActive(active)
                    .allowAutoRegistration(registers))
        .certificateId();
  }

  @Test
  void an_authority_is_registered_with_the_proof_that_its_key_is_held() {
    var authority = Makers.authority(house.name("authority"));
    String code = iot.getRegistrationCode(g -> {}).registrationCode();
    assertThat(iot.getRegistrationCode(g -> {}).registrationCode()).isEqualTo(code);

    refused(
        400,
        InvalidRequestException.class,
        () -> iot.registerCACertificate(r -> r.caCertificate(authority.pem())));
    refused(
        400,
        RegistrationCodeValidationException.class,
        () -> registerProven(authority, Makers.signedBy(authority, "wrong")));
    String id = registerProven(authority, Makers.signedBy(authority, code));
    refused(
        409,
        ResourceAlreadyExistsException.class,
        () -> registerProven(authority, Makers.signedBy(authority, code)));
    refused(
        400,
        CertificateValidationException.class,
        () -> registerProven(Makers.signedBy(authority, "d1"), Makers.signedBy(authority, code)));

    var described = iot.describeCACertificate(d -> d.certificateId(id)).certificateDescription();
    assertThat(described.certificateArn()).isEqualTo(House.arn("cacert/" + id));
    assertThat(described.status()).isEqualTo(CACertificateStatus.INACTIVE);
    assertThat(described.autoRegistrationStatus()).isEqualTo(AutoRegistrationStatus.DISABLE);
    assertThat(described.certificateMode()).isEqualTo(CertificateMode.DEFAULT);
    assertThat(described.certificatePem()).isEqualTo(authority.pem());
    assertThat(described.validity().notAfter()).isAfter(Instant.now());
  }

  private String registerProven(Makers.Made authority, Makers.Made proof) {
    return iot.registerCACertificate(
            r -> r.caCertificate(authority.pem()).verificationCertificate(proof.pem()))
        .certificateId();
  }

  @Test
  void an_authority_is_registered_with_tags_and_takes_them_with_it() {
    var authority = Makers.authority(house.name("authority"));
    var tag = Tag.builder().key("site").value("Köln").build();
    String arn = registerTagged(authority, tag);

    assertThat(iot.listTagsForResource(l -> l.resourceArn(arn)).tags()).containsExactly(tag);

    iot.deleteCACertificate(d -> d.certificateId(arn.substring(arn.lastIndexOf('/') + 1)));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.listTagsForResource(l -> l.resourceArn(arn)));
    assertThat(registerTagged(authority)).isEqualTo(arn);
    assertThat(iot.listTagsForResource(l -> l.resourceArn(arn)).tags()).isEmpty();
  }

  private String registerTagged(Makers.Made authority, Tag... tags) {
    return iot.registerCACertificate(
            r ->
                r.caCertificate(authority.pem())
                    .certificateMode(CertificateMode.SNI_ONLY)
                    .tags(tags))
        .certificateArn();
  }

  @Test
  void an_authority_is_listed_switched_and_deleted_when_inactive() {
    String id = registerShared(Makers.authority(house.name("authority")), true, false);

    assertThat(iot.listCACertificates(l -> l.ascendingOrder(true)).certificates())
        .extracting(each -> each.certificateId())
        .contains(id);
    assertThat(iot.listCACertificates(l -> l.pageSize(1)).certificates()).hasSize(1);
    iot.updateCACertificate(
        u -> u.certificateId(id).newAutoRegistrationStatus(AutoRegistrationStatus.ENABLE));
    var described = iot.describeCACertificate(d -> d.certificateId(id)).certificateDescription();
    assertThat(described.autoRegistrationStatus()).isEqualTo(AutoRegistrationStatus.ENABLE);
    assertThat(described.status()).isEqualTo(CACertificateStatus.ACTIVE);

    refused(
        406,
        CertificateStateException.class,
        () -> iot.deleteCACertificate(d -> d.certificateId(id)));
    iot.updateCACertificate(u -> u.certificateId(id).newStatus(CACertificateStatus.INACTIVE));
    iot.deleteCACertificate(d -> d.certificateId(id));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.describeCACertificate(d -> d.certificateId(id)));
    refused(
        404,
        ResourceNotFoundException.class,
        () ->
            iot.updateCACertificate(
                u -> u.certificateId(id).newStatus(CACertificateStatus.ACTIVE)));
  }

  @Test
  void a_device_of_a_registering_authority_is_registered_when_it_first_comes() {
    var authority = Makers.authority(house.name("authority"));
    String authorityId = registerShared(authority, true, true);
    var device = Makers.signedBy(authority, "d1");
    String thing = house.thing();
    var identity = device.identity("", "");

    // Refused, or dropped as soon as it is known who waits for activation.
    assertThat(Await.failureOf(house.mqtt5(identity, thing).connect())).isNotNull();

    var certificates = iot.listCertificatesByCA(l -> l.caCertificateId(authorityId)).certificates();
    assertThat(certificates)
        .extracting(Certificate::status)
        .containsExactly(CertificateStatus.PENDING_ACTIVATION);

    Certificate pending = certificates.getFirst();
    String policy = house.ownThing();
    iot.attachThingPrincipal(a -> a.thingName(thing).principal(pending.certificateArn()));
    iot.attachPolicy(a -> a.policyName(policy).target(pending.certificateArn()));
    iot.updateCertificate(
        u -> u.certificateId(pending.certificateId()).newStatus(CertificateStatus.ACTIVE));
    var client = house.mqtt5(identity, thing);
    Await.of(client.connect());
    var _ = client.disconnect();
  }

  @Test
  void a_device_of_a_stranger_who_calls_itself_a_registered_authority_is_not_registered() {
    String name = house.name("authority");
    String authorityId = registerShared(Makers.authority(name), true, true);
    var device = Makers.signedBy(Makers.authority(name), "d1");

    assertThat(Await.failureOf(house.mqtt5(device.identity("", ""), "d1").connect()))
        .isInstanceOf(Mqtt5ConnAckException.class);

    assertThat(iot.listCertificatesByCA(l -> l.caCertificateId(authorityId)).certificates())
        .isEmpty();
  }

  @Test
  void templates_of_authorities_are_refused_and_not_passed_over() {
    var authority = Makers.authority(house.name("authority"));

    refused(
        400,
        InvalidRequestException.class,
        () ->
            iot.registerCACertificate(
                r ->
                    r.caCertificate(authority.pem())
                        .certificateMode(CertificateMode.SNI_ONLY)
                        .registrationConfig(c -> c.templateName("t"))));
  }

  @Test
  void principals_are_attached_listed_from_both_sides_and_detached() {
    String thing = house.thing();
    DeviceIdentity shared = house.certificate();
    DeviceIdentity exclusive = house.certificate();
    iot.attachThingPrincipal(a -> a.thingName(thing).principal(shared.arn()));
    iot.attachThingPrincipal(
        a ->
            a.thingName(thing)
                .principal(exclusive.arn())
                .thingPrincipalType(ThingPrincipalType.EXCLUSIVE_THING));

    assertThat(iot.listThingPrincipals(l -> l.thingName(thing)).principals())
        .containsExactlyInAnyOrder(shared.arn(), exclusive.arn());
    assertThat(
            iot.listThingPrincipalsV2(
                    l -> l.thingName(thing).thingPrincipalType(ThingPrincipalType.EXCLUSIVE_THING))
                .thingPrincipalObjects())
        .singleElement()
        .satisfies(each -> assertThat(each.principal()).isEqualTo(exclusive.arn()));
    assertThat(iot.listPrincipalThings(l -> l.principal(shared.arn())).things())
        .containsExactly(thing);
    assertThat(iot.listPrincipalThingsV2(l -> l.principal(exclusive.arn())).principalThingObjects())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.thingPrincipalType())
                    .isEqualTo(ThingPrincipalType.EXCLUSIVE_THING));
    assertThat(iot.listThingPrincipals(l -> l.thingName(thing).maxResults(1)).nextToken())
        .isNotNull();

    refused(
        400,
        InvalidRequestException.class,
        () -> iot.attachThingPrincipal(a -> a.thingName(house.thing()).principal(exclusive.arn())));
    iot.detachThingPrincipal(d -> d.thingName(thing).principal(shared.arn()));
    assertThat(iot.listThingPrincipals(l -> l.thingName(thing)).principals())
        .containsExactly(exclusive.arn());
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.attachThingPrincipal(a -> a.thingName("nothing").principal(shared.arn())));
    refused(
        404,
        ResourceNotFoundException.class,
        () ->
            iot.attachThingPrincipal(
                a -> a.thingName(thing).principal(House.arn("cert/" + NOBODY))));
    refused(
        400,
        InvalidRequestException.class,
        () -> iot.attachThingPrincipal(a -> a.thingName(thing).principal("nonsense")));
  }

  static <E extends IotException> void refused(int status, Class<E> as, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(as)
        .satisfies(failure -> assertThat(((IotException) failure).statusCode()).isEqualTo(status));
  }
}
