package errand.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.KeyFile;
import errand.server.conformance.support.SdkHttp;
import errand.server.identity.DeviceCertificate;
import errand.server.identity.Role;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CertificateMode;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.IotException;

/** Which account a device comes to whose certificate nobody has registered yet. */
final class AccountRegistrationTest {
  private final House house = House.ONE;

  @Test
  void a_device_comes_to_the_account_that_registered_its_authority_first() {
    var authority = Makers.authority(house.name("shared-authority"));
    try (IotClient other = other()) {
      registerShared(house.iot, authority);
      registerShared(other, authority);
      var device = Makers.signedBy(authority, "d1");

      knock(device);

      assertThat(status(house.iot, device)).contains(CertificateStatus.PENDING_ACTIVATION);
      assertThat(status(other, device)).isEmpty();
    }
  }

  @Test
  void a_proven_authority_counts_more_than_an_earlier_one_that_anybody_could_register() {
    var authority = Makers.authority(house.name("proven-authority"));
    try (IotClient other = other()) {
      registerShared(house.iot, authority);
      String code = other.getRegistrationCode(g -> {}).registrationCode();
      other.registerCACertificate(
          r ->
              r.caCertificate(authority.pem())
                  .verificationCertificate(Makers.signedBy(authority, code).pem())
                  .setAsActive(true)
                  .allowAutoRegistration(true));
      var device = Makers.signedBy(authority, "d2");

      knock(device);

      assertThat(status(other, device)).contains(CertificateStatus.PENDING_ACTIVATION);
      assertThat(status(house.iot, device)).isEmpty();
    }
  }

  private IotClient other() {
    var key = KeyFile.of(house.data).add("444455556666", Role.ADMIN);
    var iot =
        IotClient.builder()
            .endpointOverride(
                URI.create("http://localhost:" + house.server.httpPort().orElseThrow()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(key.id(), key.secret())))
            .httpClient(new SdkHttp())
            .build();
    Await.until(() -> admits(iot));
    return iot;
  }

  private static boolean admits(IotClient iot) {
    try {
      iot.listThings();
      return true;
    } catch (IotException notYet) {
      return false;
    }
  }

  private static void registerShared(IotClient iot, Makers.Made authority) {
    iot.registerCACertificate(
        r ->
            r.caCertificate(authority.pem())
                .certificateMode(CertificateMode.SNI_ONLY)
                .setAsActive(true)
                .allowAutoRegistration(true));
  }

  /** Shows the certificate; refused, or dropped as soon as it is known who waits for activation. */
  private void knock(Makers.Made device) {
    var failure = Await.failureOf(house.mqtt5(device.identity("", ""), "newcomer").connect());
    assertThat(failure).isNotNull();
  }

  private static Optional<CertificateStatus> status(IotClient iot, Makers.Made device) {
    String id = DeviceCertificate.idOf(device.certificate());
    return iot.listCertificates().certificates().stream()
        .filter(each -> each.certificateId().equals(id))
        .map(each -> each.status())
        .findFirst();
  }
}
