package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.Quota;
import errand.core.app.Quotas;
import errand.server.Config;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.RunningServer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each quota as a setting of one running server: the last that it grants, the first that it does
 * not, and that nothing of the refused one is there. Source: control-plane 9.
 */
final class QuotaSettingsTest {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";
  private static final String INVALID = "400 InvalidRequestException: ";
  private static final String LIMIT = "410 LimitExceededException: ";
  private static final String NEW_VERSION =
      "POST /policies/p/version "
          + "{'policyDocument':'{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}'}";

  private static final String BLUEPRINT =
      "'templateBody':'{\"Parameters\":{\"AWS::IoT::Certificate::Id\":{\"Type\":\"String\"}},"
          + "\"Resources\":{\"certificate\":{\"Type\":\"AWS::IoT::Certificate\",\"Properties\":"
          + "{\"CertificateId\":{\"Ref\":\"AWS::IoT::Certificate::Id\"}}}}}'";
  private static final String NEW_BODY =
      "POST /provisioning-templates/v/versions {" + BLUEPRINT + "}";

  /**
   * Those that need time to pass, a rollout under way or a device to provision are tested where
   * these are at hand: the last two in {@link ProvisioningTest}.
   */
  private static final Set<Quota> ELSEWHERE =
      EnumSet.of(
          Quota.CONCURRENT_JOBS,
          Quota.DELETING_JOBS,
          Quota.JOB_KEPT_DAYS,
          Quota.UNCLAIMED_CERTIFICATES,
          Quota.PROVISIONING_PER_SECOND);

  /**
   * Calls as {@code METHOD path body}, the body with single quotes.
   *
   * @param absent what must not be found after the refusal; empty where there is no such thing
   */
  record Row(
      Quota quota, int most, List<String> granted, String beyond, String refusal, String absent) {
    @Override
    public String toString() {
      return quota.key();
    }
  }

  private static Row row(
      Quota quota, int most, List<String> granted, String beyond, String refusal, String absent) {
    return new Row(quota, most, granted, beyond, refusal, absent);
  }

  private static String job(String id, String... things) {
    String targets =
        Stream.of(things)
            .map(each -> "'" + ARN + "thing/" + each + "'")
            .collect(Collectors.joining(","));
    return "PUT /jobs/" + id + " {'document':'{}','targets':[" + targets + "]}";
  }

  private static String template(String id) {
    return "PUT /job-templates/" + id + " {'document':'{}','description':'d'}";
  }

  private static String provisioning(String name) {
    return "POST /provisioning-templates {'templateName':'"
        + name
        + "','provisioningRoleArn':'arn:aws:iam::000000000000:role/r',"
        + BLUEPRINT
        + "}";
  }

  private static String thing(String name, String attributes) {
    return "POST /things/" + name + " {'attributePayload':{'attributes':{" + attributes + "}}}";
  }

  private static String typed(String name, String attributes) {
    return "POST /things/"
        + name
        + " {'thingTypeName':'k','attributePayload':{'attributes':{"
        + attributes
        + "}}}";
  }

  private static String group(String name, String properties) {
    return "POST /thing-groups/" + name + " {" + properties + "}";
  }

  private static String attributes(String attributes) {
    return "'thingGroupProperties':{'attributePayload':{'attributes':{" + attributes + "}}}";
  }

  private static String join(String group) {
    return "PUT /thing-groups/addThingToThingGroup {'thingName':'t','thingGroupName':'"
        + group
        + "'}";
  }

  private static String type(String name, String searchable) {
    return "POST /thing-types/"
        + name
        + " {'thingTypeProperties':{'searchableAttributes':["
        + searchable
        + "]}}";
  }

  private static String dynamic(String name) {
    return "POST /dynamic-thing-groups/" + name + " {'queryString':'a'}";
  }

  private static String tagging(String key) {
    return "POST /tags {'resourceArn':'"
        + ARN
        + "thing/t','tags':[{'Key':'"
        + key
        + "','Value':'v'}]}";
  }

  // One server for all: the rows keep apart by their names.
  static List<Row> rows() {
    return List.of(
        row(
            Quota.ACTIVE_JOBS,
            1,
            List.of("POST /things/t {}", job("a", "t")),
            job("b", "t"),
            LIMIT + "There can be at most 1 active jobs.",
            "/jobs/b"),
        row(
            Quota.TARGETS_PER_JOB,
            1,
            List.of("POST /things/u {}"),
            job("c", "t", "u"),
            INVALID + "A job can have at most 1 targets.",
            "/jobs/c"),
        row(
            Quota.JOB_TEMPLATES,
            2,
            List.of(template("a"), template("b")),
            template("c"),
            LIMIT + "There can be at most 2 job templates.",
            "/job-templates/c"),
        row(
            Quota.TAGS_PER_RESOURCE,
            1,
            List.of(tagging("a"), tagging("a")),
            tagging("b"),
            LIMIT + "A resource can have at most 1 tags.",
            ""),
        row(
            Quota.UNTYPED_ATTRIBUTES,
            1,
            List.of(thing("v", "'a':'1'")),
            thing("w", "'a':'1','b':'1'"),
            INVALID + "A thing without a thing type can have at most 1 attributes.",
            "/things/w"),
        row(
            Quota.TYPED_ATTRIBUTES,
            2,
            List.of(type("k", ""), typed("x", "'a':'1','b':'1'")),
            typed("w", "'a':'1','b':'1','c':'1'"),
            INVALID + "A thing with a thing type can have at most 2 attributes.",
            "/things/w"),
        row(
            Quota.ATTRIBUTE_BYTES,
            8,
            List.of(typed("y", "'a':'1','b':'12345'")),
            typed("w", "'a':'1','b':'123456'"),
            INVALID + "The attributes of a thing can have at most 8 bytes.",
            "/things/w"),
        row(
            Quota.SEARCHABLE_ATTRIBUTES,
            1,
            List.of(type("l", "'a'")),
            type("m", "'a','b'"),
            INVALID + "A thing type can have at most 1 searchable attributes.",
            "/thing-types/m"),
        row(
            Quota.GROUPS_PER_THING,
            1,
            List.of(group("g", ""), group("h", ""), join("g"), join("g")),
            join("h"),
            INVALID + "A thing can be in at most 1 thing groups.",
            ""),
        row(
            Quota.GROUP_DEPTH,
            2,
            List.of(group("d1", ""), group("d2", "'parentGroupName':'d1'")),
            group("d3", "'parentGroupName':'d2'"),
            INVALID + "A hierarchy of thing groups can be at most 2 groups deep.",
            "/thing-groups/d3"),
        row(
            Quota.GROUP_CHILDREN,
            1,
            List.of(group("p", ""), group("p1", "'parentGroupName':'p'")),
            group("p2", "'parentGroupName':'p'"),
            INVALID + "Thing group p can have at most 1 child groups.",
            "/thing-groups/p2"),
        row(
            Quota.GROUP_ATTRIBUTES,
            1,
            List.of(group("a1", attributes("'a':'1'"))),
            group("a2", attributes("'a':'1','b':'1'")),
            INVALID + "A thing group can have at most 1 attributes.",
            "/thing-groups/a2"),
        row(
            Quota.DYNAMIC_GROUPS,
            1,
            List.of(dynamic("q1")),
            dynamic("q2"),
            LIMIT + "There can be at most 1 dynamic thing groups.",
            "/thing-groups/q2"),
        row(
            Quota.POLICY_VERSIONS,
            2,
            List.of(NEW_VERSION.replace("/version", ""), NEW_VERSION),
            NEW_VERSION,
            "409 VersionsLimitExceededException: "
                + "The policy p already has the maximum number of versions (2)",
            "/policies/p/version/3"),
        row(
            Quota.PROVISIONING_VERSIONS,
            2,
            List.of(provisioning("v"), NEW_BODY),
            NEW_BODY,
            "409 VersionsLimitExceededException: "
                + "A provisioning template can have at most 2 versions.",
            "/provisioning-templates/v/versions/3"),
        row(
            Quota.PROVISIONING_TEMPLATES,
            2,
            List.of(provisioning("w")),
            provisioning("x"),
            LIMIT + "There can be at most 2 provisioning templates.",
            "/provisioning-templates/x"));
  }

  private static RunningServer server() {
    Quotas quotas = Quotas.AWS;
    for (Row row : rows()) {
      quotas = quotas.with(row.quota(), row.most());
    }
    return RunningServer.start(MovableClock.system(), Config.Limits.USUAL.with(quotas));
  }

  @Test
  void what_is_granted_is_granted_and_nothing_is_left_of_the_next() {
    try (var server = server()) {
      assertThat(rows()).allSatisfy(row -> check(server, row));
    }
  }

  private static void check(RunningServer server, Row row) {
    row.granted().forEach(call -> assertThat(answer(server, call)).as(call).isEqualTo("200"));

    assertThat(answer(server, row.beyond())).isEqualTo(row.refusal());

    if (!row.absent().isEmpty()) {
      assertThat(answer(server, "GET " + row.absent() + " "))
          .startsWith("404 ResourceNotFoundException: ");
    }
  }

  private static String answer(RunningServer server, String call) {
    String[] parts = call.split(" ", 3);
    var reply = server.operator().call(parts[0], parts[1], body(parts[2]));
    return reply.status() == 200
        ? "200"
        : reply.status() + " " + reply.errorType() + ": " + reply.message();
  }

  // A document within a body is a string whose own quotes are escaped.
  private static String body(String written) {
    return written.replace("\"", "\\\"").replace('\'', '"');
  }

  @Test
  void every_quota_has_a_row_or_a_test_elsewhere() {
    var tested = rows().stream().map(Row::quota).collect(Collectors.toSet());

    assertThat(tested).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)));
  }
}
