package errand.server.access;

import static errand.server.access.CertificateCallsTest.refused;
import static errand.server.access.House.allow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.DeleteConflictException;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.MalformedPolicyException;
import software.amazon.awssdk.services.iot.model.Policy;
import software.amazon.awssdk.services.iot.model.PolicyVersion;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.VersionsLimitExceededException;

/** The operations on policies, called by the AWS SDK. */
final class PolicyCallsTest {
  private static final String DOCUMENT = House.document(allow("iot:Connect", "*"));
  private static final String OTHER = House.document(allow("iot:Publish", "*"));

  private final House house = House.ONE;
  private final IotClient iot = house.iot;

  @Test
  void a_policy_is_made_once_and_read_as_it_was_written() {
    String name = house.name("P+=,.@-_");
    var made = iot.createPolicy(p -> p.policyName(name).policyDocument(DOCUMENT));

    assertThat(made.policyName()).isEqualTo(name);
    assertThat(made.policyArn()).isEqualTo(House.arn("policy/" + name));
    assertThat(made.policyVersionId()).isEqualTo("1");
    assertThat(made.policyDocument()).isEqualTo(DOCUMENT);
    var read = iot.getPolicy(g -> g.policyName(name));
    assertThat(read.policyDocument()).isEqualTo(DOCUMENT);
    assertThat(read.defaultVersionId()).isEqualTo("1");
    assertThat(read.creationDate()).isNotNull();
    assertThat(read.lastModifiedDate()).isNotNull();
    refused(
        409,
        ResourceAlreadyExistsException.class,
        () -> iot.createPolicy(p -> p.policyName(name).policyDocument(DOCUMENT)));
  }

  @Test
  void a_malformed_document_or_name_is_refused() {
    refused(
        400,
        MalformedPolicyException.class,
        () -> iot.createPolicy(p -> p.policyName(house.name("p")).policyDocument("{}")));
    refused(
        400,
        InvalidRequestException.class,
        () -> iot.createPolicy(p -> p.policyName("a b").policyDocument(DOCUMENT)));
    String name = policy();
    refused(
        400,
        MalformedPolicyException.class,
        () -> iot.createPolicyVersion(v -> v.policyName(name).policyDocument("nonsense")));
  }

  @Test
  void an_unknown_policy_is_not_found() {
    refused(404, ResourceNotFoundException.class, () -> iot.getPolicy(g -> g.policyName("none")));
    refused(
        404, ResourceNotFoundException.class, () -> iot.deletePolicy(d -> d.policyName("none")));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.listPolicyVersions(l -> l.policyName("none")));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.listTargetsForPolicy(l -> l.policyName("none")));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.createPolicyVersion(v -> v.policyName("none").policyDocument(DOCUMENT)));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.attachPolicy(a -> a.policyName("none").target(house.certificate().arn())));
  }

  @Test
  void versions_are_made_put_in_force_and_deleted() {
    String name = policy();
    var second = iot.createPolicyVersion(v -> v.policyName(name).policyDocument(OTHER));
    assertThat(second.isDefaultVersion()).isFalse();
    assertThat(second.policyVersionId()).isEqualTo("2");

    assertThat(iot.getPolicy(g -> g.policyName(name)).defaultVersionId()).isEqualTo("1");
    iot.setDefaultPolicyVersion(s -> s.policyName(name).policyVersionId("2"));
    assertThat(iot.getPolicy(g -> g.policyName(name)).policyDocument()).isEqualTo(OTHER);
    var first = iot.getPolicyVersion(g -> g.policyName(name).policyVersionId("1"));
    assertThat(first.policyDocument()).isEqualTo(DOCUMENT);
    assertThat(first.isDefaultVersion()).isFalse();
    assertThat(iot.listPolicyVersions(l -> l.policyName(name)).policyVersions())
        .extracting(PolicyVersion::versionId)
        .containsExactly("2", "1");

    refused(
        409,
        DeleteConflictException.class,
        () -> iot.deletePolicyVersion(d -> d.policyName(name).policyVersionId("2")));
    refused(409, DeleteConflictException.class, () -> iot.deletePolicy(d -> d.policyName(name)));
    iot.deletePolicyVersion(d -> d.policyName(name).policyVersionId("1"));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.getPolicyVersion(g -> g.policyName(name).policyVersionId("1")));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.setDefaultPolicyVersion(s -> s.policyName(name).policyVersionId("9")));
    iot.deletePolicy(d -> d.policyName(name));
  }

  @Test
  void a_sixth_version_is_one_too_many() {
    String name = policy();
    for (int i = 2; i <= 5; i++) {
      iot.createPolicyVersion(v -> v.policyName(name).policyDocument(OTHER).setAsDefault(true));
    }

    refused(
        409,
        VersionsLimitExceededException.class,
        () -> iot.createPolicyVersion(v -> v.policyName(name).policyDocument(OTHER)));
    iot.deletePolicyVersion(d -> d.policyName(name).policyVersionId("1"));
    var next = iot.createPolicyVersion(v -> v.policyName(name).policyDocument(OTHER));
    assertThat(next.policyVersionId()).isEqualTo("6");
  }

  @Test
  void policies_are_listed_page_by_page() {
    String a = policy();
    String b = policy();

    var all = iot.listPolicies(l -> l.ascendingOrder(true)).policies();
    var page = iot.listPolicies(l -> l.pageSize(1));
    var next = iot.listPolicies(l -> l.pageSize(250).marker(page.nextMarker()));

    assertThat(all).extracting(Policy::policyName).contains(a, b).isSorted();
    assertThat(page.policies()).hasSize(1);
    assertThat(next.policies()).doesNotContainAnyElementsOf(page.policies()).isNotEmpty();
    assertThat(iot.listPolicies(l -> l.ascendingOrder(false)).policies())
        .extracting(Policy::policyName)
        .isSortedAccordingTo((x, y) -> y.compareTo(x));
  }

  @Test
  void a_policy_is_attached_to_certificates_and_groups() {
    String name = policy();
    DeviceIdentity certificate = house.certificate();
    String group = house.name("group");
    String groupArn = iot.createThingGroup(g -> g.thingGroupName(group)).thingGroupArn();
    iot.attachPolicy(a -> a.policyName(name).target(certificate.arn()));
    iot.attachPolicy(a -> a.policyName(name).target(certificate.arn()));
    iot.attachPolicy(a -> a.policyName(name).target(groupArn));

    assertThat(iot.listTargetsForPolicy(l -> l.policyName(name)).targets())
        .containsExactlyInAnyOrder(certificate.arn(), groupArn);
    assertThat(attached(certificate.arn(), false)).containsExactly(name);
    assertThat(attached(groupArn, false)).containsExactly(name);
    refused(409, DeleteConflictException.class, () -> iot.deletePolicy(d -> d.policyName(name)));

    iot.detachPolicy(d -> d.policyName(name).target(certificate.arn()));
    iot.detachPolicy(d -> d.policyName(name).target(groupArn));
    assertThat(iot.listTargetsForPolicy(l -> l.policyName(name)).targets()).isEmpty();
    iot.deletePolicy(d -> d.policyName(name));
  }

  @Test
  void a_group_shows_the_policies_of_those_above_it_when_asked() {
    String own = policy();
    String inherited = policy();
    String above = house.name("group");
    String below = house.name("group");
    String aboveArn = iot.createThingGroup(g -> g.thingGroupName(above)).thingGroupArn();
    String belowArn =
        iot.createThingGroup(g -> g.thingGroupName(below).parentGroupName(above)).thingGroupArn();
    iot.attachPolicy(a -> a.policyName(inherited).target(aboveArn));
    iot.attachPolicy(a -> a.policyName(own).target(belowArn));

    assertThat(attached(belowArn, false)).containsExactly(own);
    assertThat(attached(belowArn, true)).containsExactlyInAnyOrder(own, inherited);
    assertThat(
            iot.listAttachedPolicies(l -> l.target(belowArn).recursive(true).pageSize(1))
                .nextMarker())
        .isNotNull();
  }

  private List<String> attached(String target, boolean recursive) {
    return iot.listAttachedPolicies(l -> l.target(target).recursive(recursive)).policies().stream()
        .map(Policy::policyName)
        .toList();
  }

  @Test
  void a_target_that_is_none_is_refused() {
    String name = policy();

    refused(
        400,
        InvalidRequestException.class,
        () -> iot.attachPolicy(a -> a.policyName(name).target(House.arn("thing/t"))));
    refused(
        404,
        ResourceNotFoundException.class,
        () -> iot.attachPolicy(a -> a.policyName(name).target(House.arn("thinggroup/none"))));
    refused(
        404,
        ResourceNotFoundException.class,
        () ->
            iot.attachPolicy(a -> a.policyName(name).target(House.arn("cert/" + "0".repeat(64)))));
  }

  @Test
  @SuppressWarnings("deprecation") // The older operations are what is tested.
  void the_older_operations_on_principals_do_the_same() {
    String name = policy();
    DeviceIdentity certificate = house.certificate();

    iot.attachPrincipalPolicy(a -> a.policyName(name).principal(certificate.arn()));
    assertThat(iot.listPrincipalPolicies(l -> l.principal(certificate.arn())).policies())
        .extracting(Policy::policyName)
        .containsExactly(name);
    assertThat(iot.listPolicyPrincipals(l -> l.policyName(name)).principals())
        .containsExactly(certificate.arn());
    iot.detachPrincipalPolicy(d -> d.policyName(name).principal(certificate.arn()));

    assertThat(attached(certificate.arn(), false)).isEmpty();
  }

  private String policy() {
    return house.policy(allow("iot:Connect", "*"));
  }
}
