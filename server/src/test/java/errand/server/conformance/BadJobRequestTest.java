package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs that must not be. Bad shapes are told in the service's own sentence; then come what the
 * values mean together, and existence. Source: control-plane 1.3, 2.2, 2.3.
 */
final class BadJobRequestTest extends BadOperator {
  private static final String LONG_ID = "x".repeat(65);

  BadJobRequestTest(RunningServer server) {
    super(server);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "targets | null | Value null at 'targets' failed to satisfy constraint: Member must not be"
            + " null",
        "targets | [] | at 'targets' failed to satisfy constraint: Member must have length greater"
            + " than or equal to 1",
        "targets | [``] | Value '' at 'targets.1.member' failed to satisfy constraint: Member must"
            + " have length greater than or equal to 1",
        "targets | `x` | Value 'x' at 'targets' failed to satisfy constraint: Member must be a"
            + " list",
        "targets | [5] | Value '5' at 'targets.1.member' failed to satisfy constraint: Member must"
            + " be a string",
        "document | 5 | Value '5' at 'document' failed to satisfy constraint: Member must be a"
            + " string",
        "targetSelection | `SOME` | Value 'SOME' at 'targetSelection' failed to satisfy constraint:"
            + " Member must satisfy enum value set: [SNAPSHOT, CONTINUOUS]",
        "namespaceId | `a.b` | Value 'a.b' at 'namespaceId' failed to satisfy constraint: Member"
            + " must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
        "description | `a\\u0007b` | at 'description' failed to satisfy constraint: Member must"
            + " satisfy regular expression pattern: [^\\p{C}]+",
        "description | [] | Value 'array' at 'description' failed to satisfy constraint: Member"
            + " must be a string",
        "timeoutConfig | 5 | Value '5' at 'timeoutConfig' failed to satisfy constraint: Member must"
            + " be an object",
        "timeoutConfig | {`inProgressTimeoutInMinutes`:1.5} | Value '1.5' at"
            + " 'timeoutConfig.inProgressTimeoutInMinutes' failed to satisfy constraint: Member"
            + " must be a whole number",
        "timeoutConfig | {`inProgressTimeoutInMinutes`:`5`} | Value '5' at"
            + " 'timeoutConfig.inProgressTimeoutInMinutes' failed to satisfy constraint: Member"
            + " must be a number",
        "jobExecutionsRolloutConfig | {`maximumPerMinute`:0} | Value '0' at"
            + " 'jobExecutionsRolloutConfig.maximumPerMinute' failed to satisfy constraint: Member"
            + " must have value greater than or equal to 1",
        "jobExecutionsRolloutConfig | {`maximumPerMinute`:1001} | Value '1001' at"
            + " 'jobExecutionsRolloutConfig.maximumPerMinute' failed to satisfy constraint: Member"
            + " must have value less than or equal to 1000",
        "jobExecutionsRolloutConfig |"
            + " {`maximumPerMinute`:9,`exponentialRate`:{`incrementFactor`:2,`rateIncreaseCriteria`:{`numberOfNotifiedThings`:1}}}"
            + " | Value null at 'jobExecutionsRolloutConfig.exponentialRate.baseRatePerMinute'"
            + " failed to satisfy constraint: Member must not be null",
        "jobExecutionsRolloutConfig |"
            + " {`maximumPerMinute`:9,`exponentialRate`:{`baseRatePerMinute`:1,`incrementFactor`:1,`rateIncreaseCriteria`:{`numberOfNotifiedThings`:1}}}"
            + " | Value '1' at 'jobExecutionsRolloutConfig.exponentialRate.incrementFactor' failed"
            + " to satisfy constraint: Member must have value greater than or equal to 1.1",
        "abortConfig | {} | Value null at 'abortConfig.criteriaList' failed to satisfy constraint:"
            + " Member must not be null",
        "abortConfig | {`criteriaList`:[]} | at 'abortConfig.criteriaList' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1",
        "abortConfig |"
            + " {`criteriaList`:[{`failureType`:`NONE`,`action`:`CANCEL`,`thresholdPercentage`:1,`minNumberOfExecutedThings`:1}]}"
            + " | Value 'NONE' at 'abortConfig.criteriaList.1.member.failureType' failed to satisfy"
            + " constraint: Member must satisfy enum value set: [",
        "abortConfig |"
            + " {`criteriaList`:[{`failureType`:`ALL`,`action`:`STOP`,`thresholdPercentage`:1,`minNumberOfExecutedThings`:1}]}"
            + " | Value 'STOP' at 'abortConfig.criteriaList.1.member.action' failed to satisfy"
            + " constraint: Member must satisfy enum value set: [CANCEL]",
        "abortConfig |"
            + " {`criteriaList`:[{`failureType`:`ALL`,`action`:`CANCEL`,`thresholdPercentage`:100.5,`minNumberOfExecutedThings`:1}]}"
            + " | Value '100.5' at 'abortConfig.criteriaList.1.member.thresholdPercentage' failed"
            + " to satisfy constraint: Member must have value less than or equal to 100",
        "abortConfig |"
            + " {`criteriaList`:[{`failureType`:`ALL`,`action`:`CANCEL`,`thresholdPercentage`:1,`minNumberOfExecutedThings`:0}]}"
            + " | Value '0' at 'abortConfig.criteriaList.1.member.minNumberOfExecutedThings' failed"
            + " to satisfy constraint: Member must have value greater than or equal to 1",
        "jobExecutionsRetryConfig |"
            + " {`criteriaList`:[{`failureType`:`FAILED`,`numberOfRetries`:11}]} | Value '11' at"
            + " 'jobExecutionsRetryConfig.criteriaList.1.member.numberOfRetries' failed to satisfy"
            + " constraint: Member must have value less than or equal to 10",
        "jobExecutionsRetryConfig |"
            + " {`criteriaList`:[{`failureType`:`REJECTED`,`numberOfRetries`:1}]} | Value"
            + " 'REJECTED' at 'jobExecutionsRetryConfig.criteriaList.1.member.failureType' failed"
            + " to satisfy constraint: Member must satisfy enum value set: [",
        "presignedUrlConfig | {`expiresInSec`:59} | Value '59' at 'presignedUrlConfig.expiresInSec'"
            + " failed to satisfy constraint: Member must have value greater than or equal to 60",
      })
  void a_member_of_a_wrong_shape_is_told_with_its_path_and_rule(
      String member, String value, String sentence) {
    var body = jobBody();
    body.set(member, JsonMapper.shared().readTree(value.replace('`', '"')));

    var reply = operator.call("PUT", "/jobs/" + server.freshName("job"), body.toString());

    assertInvalidContaining(reply, "1 validation error detected: ");
    assertThat(reply.message()).contains(sentence);
  }

  @Test
  void several_wrong_members_are_told_at_once_and_counted() {
    var body = jobBody().put("targetSelection", "SOME").put("namespaceId", "a.b");

    var reply = operator.call("PUT", "/jobs/" + LONG_ID, body.toString());

    assertInvalid(
        reply,
        "3 validation errors detected: Value '%s' at 'jobId' failed to satisfy constraint: Member must have length less than or equal to 64; Value 'SOME' at 'targetSelection' failed to satisfy constraint: Member must satisfy enum value set: [SNAPSHOT, CONTINUOUS]; Value 'a.b' at 'namespaceId' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+"
            .formatted(LONG_ID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "timeoutConfig | {`inProgressTimeoutInMinutes`:0} | Provide valid timeout value,"
            + " inProgressTimeoutInMinutes cannot be 0.",
        "timeoutConfig | {`inProgressTimeoutInMinutes`:10081} | Provide valid timeout value,"
            + " inProgressTimeoutInMinutes cannot be 10081.",
        "timeoutConfig | {} | Provide valid timeout value, inProgressTimeoutInMinutes cannot be"
            + " null.",
        "jobExecutionsRolloutConfig | {} | Provide MaximumPerMinute value or provide"
            + " ExponentialRate and MaximumPerMinute",
        "jobExecutionsRolloutConfig |"
            + " {`exponentialRate`:{`baseRatePerMinute`:1,`incrementFactor`:2,`rateIncreaseCriteria`:{`numberOfNotifiedThings`:1}}}"
            + " | Provide MaximumPerMinute value when ExponentialRate is defined",
        "jobExecutionsRolloutConfig |"
            + " {`maximumPerMinute`:5,`exponentialRate`:{`baseRatePerMinute`:5,`incrementFactor`:2,`rateIncreaseCriteria`:{`numberOfNotifiedThings`:1}}}"
            + " | Exponential rollout baseRatePerMinute should be less than maximumPerMinute.",
        "jobExecutionsRolloutConfig |"
            + " {`maximumPerMinute`:5,`exponentialRate`:{`baseRatePerMinute`:1,`incrementFactor`:2,`rateIncreaseCriteria`:{}}}"
            + " | Provide either NumberOfNotifiedThings or NumberOfSucceededThings when"
            + " RateIncreaseCriteria is defined",
        "jobExecutionsRolloutConfig |"
            + " {`maximumPerMinute`:5,`exponentialRate`:{`baseRatePerMinute`:1,`incrementFactor`:2,`rateIncreaseCriteria`:{`numberOfNotifiedThings`:1,`numberOfSucceededThings`:1}}}"
            + " | Provide only one of NumberOfNotifiedThings or NumberOfSucceededThings when"
            + " RateIncreaseCriteria is defined",
        "document | null | Neither job document nor job document source is specified.",
        "presignedUrlConfig | {`roleArn`:`x`} | Given role x is invalid.",
      })
  void values_that_do_not_go_together_are_told(String member, String value, String sentence) {
    var body = jobBody();
    body.set(member, JsonMapper.shared().readTree(value.replace('`', '"')));

    assertInvalid(
        operator.call("PUT", "/jobs/" + server.freshName("job"), body.toString()), sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "\uFEFF{}",
        "{\"a\":NaN}",
      })
  void a_document_that_is_not_json_is_an_invalid_request(String document) {
    var body = jobBody().put("document", document);

    assertInvalidContaining(
        operator.call("PUT", "/jobs/" + server.freshName("job"), body.toString()), "ocument");
  }

  @Test
  void a_document_with_half_a_character_is_an_invalid_request() {
    var body =
        jobBody().put("document", "HALF").toString().replace("HALF", "{\\\"a\\\":\\\"\\ud800\\\"}");

    assertInvalidContaining(
        operator.call("PUT", "/jobs/" + server.freshName("job"), body),
        "at 'document' failed to satisfy constraint: Member must be valid Unicode text");
  }

  @Test
  void a_document_may_have_32768_bytes_and_no_more() {
    var fits = "{\"a\":\"" + "x".repeat(32_768 - 8) + "\"}";
    var tooLong = "{\"a\":\"" + "x".repeat(32_768 - 7) + "\"}";
    var tooManyBytes = "{\"a\":\"" + "ä".repeat(20_000) + "\"}";
    var path = "/jobs/" + server.freshName("job");

    assertInvalidContaining(
        operator.call("PUT", path, jobBody().put("document", tooLong).toString()), "32768");
    assertInvalidContaining(
        operator.call("PUT", path, jobBody().put("document", tooManyBytes).toString()), "32768");
    assertThat(operator.call("PUT", path, jobBody().put("document", fits).toString()).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "thing",
        "arn:aws:iot:us-east-1:000000000000:",
        "arn:aws:iot:us-east-1:000000000000:thing/",
        "arn:aws:iot:us-east-1:000000000000:thing/a.b",
        "arn:aws:iot:us-east-1:000000000000:job/x",
        "arn:aws:iot:us-east-1:111111111111:thing/x",
        "arn:aws:iot:eu-west-1:000000000000:thing/x",
        "arn:aws:s3:us-east-1:000000000000:thing/x",
        "arn:aws:iot:us-east-1:000000000000:thing/x/y",
      })
  void a_target_that_is_no_arn_of_ours_is_an_invalid_request(String arn) {
    var body = jobBody();
    body.putArray("targets").add(arn);

    assertInvalidContaining(
        operator.call("PUT", "/jobs/" + server.freshName("job"), body.toString()), arn);
  }

  @Test
  void twenty_five_destination_package_versions_are_the_most() {
    var body = jobBody();
    var versions = body.putArray("destinationPackageVersions");
    for (int i = 1; i <= 25; i++) {
      versions.add("arn:aws:iot:us-east-1:000000000000:package/none/version/" + i);
    }
    var path = "/jobs/" + server.freshName("job");

    // So many may be named; these are not there.
    assertThat(operator.call("PUT", path, body.toString()).message()).doesNotContain("25");
    versions.add("arn:aws:iot:us-east-1:000000000000:package/none/version/26");
    assertInvalidContaining(
        operator.call("PUT", path, body.toString()),
        "at 'destinationPackageVersions' failed to satisfy constraint: Member must have length less"
            + " than or equal to 25");
  }

  @Test
  void more_than_a_hundred_targets_are_refused() {
    var body = jobBody();
    var targets = body.putArray("targets");
    for (int i = 0; i < 101; i++) {
      targets.add(Operator.thingArn(thing));
    }

    var reply = operator.call("PUT", "/jobs/" + server.freshName("job"), body.toString());

    assertThat(reply.status()).isIn(400, 410);
    assertThat(reply.message()).contains("100");
  }

  @Test
  void a_missing_target_is_not_found_and_no_job_is_left_behind() {
    var job = server.freshName("job");
    for (var missing :
        new String[] {
          "arn:aws:iot:us-east-1:000000000000:thing/nobody",
          "arn:aws:iot:us-east-1:000000000000:thinggroup/nobodies",
        }) {
      var body = jobBody();
      body.putArray("targets").add(Operator.thingArn(thing)).add(missing);

      assertError(
          operator.call("PUT", "/jobs/" + job, body.toString()), 404, "ResourceNotFoundException");
    }
    assertError(operator.call("GET", "/jobs/" + job, ""), 404, "ResourceNotFoundException");
  }

  @ParameterizedTest
  @CsvSource({
    "1e999999999, 1E+999999999",
    "-1e999999999, -1E+999999999",
    "1e-999999999, 1E-999999999",
    "1e400, 1E+400",
    "0.1e1000000, 1E+999999",
  })
  void a_number_with_a_billion_zeros_is_refused_without_writing_them_out(
      String number, String shown) {
    var job = "/jobs/" + server.freshName("job");
    for (var more :
        new String[] {
          "'jobExecutionsRolloutConfig':{'maximumPerMinute':%s}",
          "'timeoutConfig':{'inProgressTimeoutInMinutes':%s}",
          "'abortConfig':{'criteriaList':[{'failureType':'ALL','action':'CANCEL',"
              + "'minNumberOfExecutedThings':1,'thresholdPercentage':%s}]}",
        }) {
      var member = more.formatted(number).replace('\'', '"');

      assertInvalidContaining(
          operator.call("PUT", job, "{" + member + "," + jobBody().toString().substring(1)),
          "Value '" + shown + "' at '");
    }
  }
}
