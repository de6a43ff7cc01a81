package errand.server.conformance.registry;

import static errand.server.conformance.registry.Registered.assertInvalid;
import static errand.server.conformance.registry.Registered.assertNotFound;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.Tag;

/** Source: control-plane 10.5. */
@ExtendWith(SharedServer.class)
final class TagsConformanceTest {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";
  private static final String ALLOW_ALL =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
      """;

  private final RunningServer server;
  private final Registered registered;
  private final IotClient iot;

  TagsConformanceTest(RunningServer server) {
    this.server = server;
    this.registered = new Registered(server);
    this.iot = registered.iot();
  }

  @AfterEach
  void closeClient() {
    registered.close();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<Tag> tags(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> tag("k" + n, "v")).toList();
  }

  private List<Tag> list(String arn) {
    return iot.listTagsForResource(r -> r.resourceArn(arn)).tags();
  }

  @Test
  void things_groups_types_jobs_and_templates_can_be_tagged() {
    var thing = server.thing();
    var job = server.queuedJob(thing);
    var template = registered.name("template");
    iot.createJobTemplate(r -> r.jobTemplateId(template).description("d").document("{}"));
    for (var arn :
        List.of(
            ARN + "thing/" + thing,
            ARN + "thinggroup/" + registered.group(),
            ARN + "thingtype/" + registered.type(),
            ARN + "job/" + job,
            ARN + "jobtemplate/" + template)) {
      iot.tagResource(r -> r.resourceArn(arn).tags(tag("b", ""), tag("a", "Köln 1")));
      assertThat(list(arn)).containsExactly(tag("a", "Köln 1"), tag("b", ""));
      iot.tagResource(r -> r.resourceArn(arn).tags(tag("a", "2"), tag("c", "3")));
      iot.untagResource(r -> r.resourceArn(arn).tagKeys("b", "none"));
      assertThat(list(arn)).containsExactly(tag("a", "2"), tag("c", "3"));
    }
  }

  @Test
  void jobs_templates_and_policies_are_created_with_tags() {
    var job = registered.name("job");
    var template = registered.name("template");
    var policy = registered.name("policy");
    var target = ARN + "thing/" + server.thing();
    iot.createJob(r -> r.jobId(job).targets(target).document("{}").tags(tag("a", "1")));
    iot.createJobTemplate(
        r -> r.jobTemplateId(template).description("d").document("{}").tags(tag("a", "2")));
    iot.createPolicy(
        r -> r.policyName(policy).policyDocument(ALLOW_ALL).tags(tag("a", "3"), tag("b", "")));

    assertThat(list(ARN + "job/" + job)).containsExactly(tag("a", "1"));
    assertThat(list(ARN + "jobtemplate/" + template)).containsExactly(tag("a", "2"));
    assertThat(list(ARN + "policy/" + policy)).containsExactly(tag("a", "3"), tag("b", ""));
  }

  @Test
  void groups_and_types_are_created_with_tags_and_repeating_it_changes_none() {
    var group = registered.name("group");
    var dynamic = registered.name("dynamic");
    var type = registered.name("type");
    for (var tags : List.of(List.of(tag("a", "1"), tag("b", "")), List.of(tag("a", "2")))) {
      iot.createThingGroup(r -> r.thingGroupName(group).tags(tags));
      iot.createDynamicThingGroup(
          r -> r.thingGroupName(dynamic).queryString("thingName:none").tags(tags));
      iot.createThingType(r -> r.thingTypeName(type).tags(tags));
    }

    for (var arn : List.of("thinggroup/" + group, "thinggroup/" + dynamic, "thingtype/" + type)) {
      assertThat(list(ARN + arn)).containsExactly(tag("a", "1"), tag("b", ""));
    }
    iot.deleteThingGroup(r -> r.thingGroupName(group));
    iot.deleteDynamicThingGroup(r -> r.thingGroupName(dynamic));
    iot.createThingGroup(r -> r.thingGroupName(group));
    iot.createThingGroup(r -> r.thingGroupName(dynamic));
    assertThat(list(ARN + "thinggroup/" + group)).isEmpty();
    assertThat(list(ARN + "thinggroup/" + dynamic)).isEmpty();
  }

  @Test
  void too_many_tags_create_no_group_and_no_type() {
    var name = registered.name("many");
    var many = tags(0, 51);

    assertInvalid(
        "at most 50 tags",
        () ->
            iot.createDynamicThingGroup(
                r -> r.thingGroupName(name).queryString("thingName:none").tags(many)));
    assertInvalid(
        "at most 50 tags", () -> iot.createThingType(r -> r.thingTypeName(name).tags(many)));
    assertInvalid(
        "at most 50 tags", () -> iot.createThingGroup(r -> r.thingGroupName(name).tags(many)));

    assertNotFound(() -> iot.describeThingGroup(r -> r.thingGroupName(name)));
    assertNotFound(() -> iot.describeThingType(r -> r.thingTypeName(name)));
  }

  @Test
  void a_new_resource_with_an_old_name_has_none_of_the_old_tags() {
    var template = registered.name("template");
    var policy = registered.name("policy");
    for (var tags : List.of(tags(0, 1), List.<Tag>of())) {
      iot.createJobTemplate(
          r -> r.jobTemplateId(template).description("d").document("{}").tags(tags));
      iot.createPolicy(r -> r.policyName(policy).policyDocument(ALLOW_ALL).tags(tags));

      assertThat(list(ARN + "jobtemplate/" + template)).isEqualTo(tags);
      assertThat(list(ARN + "policy/" + policy)).isEqualTo(tags);
      iot.deleteJobTemplate(r -> r.jobTemplateId(template));
      iot.deletePolicy(r -> r.policyName(policy));
    }
  }

  @Test
  void too_many_tags_at_a_creation_create_nothing() {
    var tags = tags51();
    var target = ARN + "thing/" + server.thing();
    var job = registered.name("job");
    var template = registered.name("template");

    var refusedJob =
        server
            .operator()
            .call(
                "PUT",
                "/jobs/" + job,
                "{\"document\":\"{}\",\"targets\":[\"" + target + "\"]," + tags + "}");
    var refusedTemplate =
        server
            .operator()
            .call(
                "PUT",
                "/job-templates/" + template,
                "{\"document\":\"{}\",\"description\":\"d\"," + tags + "}");

    assertThat(refusedJob.status()).isEqualTo(410);
    assertThat(refusedJob.errorType()).isEqualTo("LimitExceededException");
    assertThat(refusedTemplate.status()).isEqualTo(410);
    assertNotFound(() -> iot.describeJob(r -> r.jobId(job)));
    assertNotFound(() -> iot.describeJobTemplate(r -> r.jobTemplateId(template)));
  }

  private static String tags51() {
    return tags(0, 51).stream()
        .map(tag -> "{\"Key\":\"" + tag.key() + "\",\"Value\":\"v\"}")
        .collect(joining(",", "\"tags\":[", "]"));
  }

  @Test
  void limits_of_tags_hold_at_their_edges() {
    var arn = ARN + "thing/" + registered.thing();
    iot.tagResource(r -> r.resourceArn(arn).tags(tags(0, 49)));
    iot.tagResource(r -> r.resourceArn(arn).tags(tag("k".repeat(128), "v".repeat(256))));

    // The client would take a LimitExceededException for a throttle and try again.
    var body = "{\"resourceArn\":\"" + arn + "\",\"tags\":[{\"Key\":\"more\",\"Value\":\"v\"}]}";
    var refused = server.operator().call("POST", "/tags", body);
    assertThat(refused.status()).isEqualTo(410);
    assertThat(refused.errorType()).isEqualTo("LimitExceededException");
    assertThat(list(arn)).hasSize(50);
    assertInvalid(
        "at 'tags.1.member.Key' failed to satisfy constraint: Member must have length less than or"
            + " equal to 128",
        () -> iot.tagResource(r -> r.resourceArn(arn).tags(tag("k".repeat(129), "v"))));
    assertInvalid(
        "at 'tags.1.member.Value' failed to satisfy constraint: Member must have length less than"
            + " or equal to 256",
        () -> iot.tagResource(r -> r.resourceArn(arn).tags(tag("k", "v".repeat(257)))));
    assertInvalid(
        "at most 50 tags",
        () ->
            iot.createThingGroup(
                r -> r.thingGroupName(registered.name("group")).tags(tags(0, 51))));
  }

  @Test
  void tags_are_refused_for_their_shape_their_keys_or_their_resource() {
    var arn = ARN + "thing/" + registered.thing();

    assertInvalid(
        "Each tag key can be given once only.",
        () -> iot.tagResource(r -> r.resourceArn(arn).tags(tag("a", "1"), tag("a", "2"))));
    assertInvalid(
        "are reserved", () -> iot.tagResource(r -> r.resourceArn(arn).tags(tag("aws:x", "1"))));
    assertInvalid("Value null at 'tags'", () -> iot.tagResource(r -> r.resourceArn(arn)));
    assertInvalid("Value null at 'tagKeys'", () -> iot.untagResource(r -> r.resourceArn(arn)));
    assertInvalid(
        "Value null at 'tags.1.member.Key'",
        () -> iot.tagResource(r -> r.resourceArn(arn).tags(Tag.builder().value("v").build())));
    assertInvalid(
        "Value null at 'resourceArn'", () -> iot.listTagsForResource(r -> r.nextToken("x")));
    assertInvalid(
        "Next token is invalid.",
        () -> iot.listTagsForResource(r -> r.resourceArn(arn).nextToken("x")));
    assertInvalid("can be tagged", () -> list("arn:aws:iot:us-east-1:111111111111:thing/x"));
    assertInvalid("can be tagged", () -> list(ARN + "cert/x"));
    assertNotFound(() -> list(ARN + "thing/no-such-thing"));
    assertNotFound(
        () -> iot.tagResource(r -> r.resourceArn(ARN + "job/no-such-job").tags(tag("a", "1"))));
    assertNotFound(
        () -> iot.untagResource(r -> r.resourceArn(ARN + "thinggroup/no-such-group").tagKeys("a")));
  }
}
