package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Https;
import errand.server.conformance.support.RunningServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What jobs, templates and updates cannot be, in the service's own words, and what is told of what
 * is in the way. Source: control-plane 1.2, 2.2, 2.3 [issue:live].
 */
final class JobRulesTest extends BadOperator {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";
  private static final String MANAGED = "arn:aws:iot:us-east-1::jobtemplate/";

  private static final String TEMPLATE = "{\"description\":\"d\",\"document\":\"{}\"}";

  private String template = "";

  JobRulesTest(RunningServer server) {
    super(server);
  }

  @BeforeEach
  void a_template() {
    template = server.freshName("template");
    assertThat(operator.call("PUT", "/job-templates/" + template, TEMPLATE).status())
        .isEqualTo(200);
  }

  private static JsonNode tree(String json) {
    return JsonMapper.shared().readTree(json);
  }

  private ObjectNode from(String arn) {
    var body = jobBody().put("jobTemplateArn", arn);
    body.remove("document");
    return body;
  }

  @Test
  void a_template_whose_id_is_in_use_is_a_conflict_even_if_all_is_the_same() {
    var again = operator.call("PUT", "/job-templates/" + template, TEMPLATE);

    assertError(again, 409, "ConflictException");
    assertThat(again.message()).isEqualTo("Job Template " + template + " already exists.");
    assertThat(again.json().path("resourceId").asString()).isEqualTo(template);
  }

  @Test
  void a_job_id_in_use_is_told_with_the_job_that_has_it() {
    var job = server.queuedJob(thing);

    var again = operator.call("PUT", "/jobs/" + job, jobBody().toString());

    assertError(again, 409, "ResourceAlreadyExistsException");
    assertThat(again.json().path("resourceId").asString()).isEqualTo(job);
    assertThat(again.json().path("resourceArn").asString()).isEqualTo(ARN + "job/" + job);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "`jobTemplateArn`:`@jobtemplate/none` | 404 | Job Template none cannot be found.",
        "`jobTemplateArn`:`@job/none` | 400 | Resource type should be jobtemplate but found invalid"
            + " resource type job",
        "`jobTemplateArn`:`@jobtemplate/%`,`document`:`{}` | 400 | Job document and job document"
            + " source cannot be specified at the same time.",
        "`document`:`{}`,`documentSource`:`https://s3.amazonaws.com/b/k` | 400 | Job document and"
            + " job document source cannot be specified at the same time.",
        "`description`:`d` | 400 | Neither job document nor job document source is specified.",
        "`document`:`{}`,`documentParameters`:{`a`:`b`} | 400 | DocumentParameters can only be used"
            + " with a managed job template.",
        "`jobTemplateArn`:`@jobtemplate/%`,`documentParameters`:{`a`:`b`} | 400 |"
            + " DocumentParameters can only be used with a managed job template.",
        "`jobTemplateArn`:`&AWS-None:1.0` | 404 | Managed Job Template AWS-None cannot be found.",
      })
  void a_job_that_cannot_come_from_a_template_is_told_why(
      String members, int status, String sentence) {
    var body = from("");
    body.remove("jobTemplateArn");
    var text = "{" + members.replace('`', '"') + "}";
    body.setAll(
        tree(text.replace("@", ARN).replace("&", MANAGED).replace("%", template)).asObject());

    var reply = operator.call("PUT", "/jobs/" + server.freshName("job"), body.toString());

    assertError(
        reply, status, status == 404 ? "ResourceNotFoundException" : "InvalidRequestException");
    assertThat(reply.message()).isEqualTo(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{`description`:`d`} | 400 | Neither job document nor job document source is specified.",
        "{`description`:`d`,`document`:`{}`,`documentSource`:`https://s3.amazonaws.com/b/k`} | 400"
            + " | Job document and job document source cannot be specified at the same time.",
        "{`description`:`d`,`jobArn`:`arn:aws:iot:us-east-1:000000000000:job/none`} | 404 | Job"
            + " none cannot be found.",
        "{`document`:`{}`} | 400 | 1 validation error detected: Value null at 'description' failed"
            + " to satisfy constraint: Member must not be null",
      })
  void a_template_that_cannot_be_is_told_why(String body, int status, String sentence) {
    var reply =
        operator.call(
            "PUT", "/job-templates/" + server.freshName("template"), body.replace('`', '"'));

    assertError(
        reply, status, status == 404 ? "ResourceNotFoundException" : "InvalidRequestException");
    assertThat(reply.message()).isEqualTo(sentence);
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
        "jobExecutionsRetryConfig |"
            + " {`criteriaList`:[{`failureType`:`ALL`,`numberOfRetries`:0},{`failureType`:`FAILED`,`numberOfRetries`:0}]}"
            + " | A retryCriteria with failure type ALL must be used by itself.",
        "jobExecutionsRetryConfig |"
            + " {`criteriaList`:[{`failureType`:`TIMED_OUT`,`numberOfRetries`:6},{`failureType`:`FAILED`,`numberOfRetries`:5}]}"
            + " | The total number of retries cannot be more than 10.",
        "presignedUrlConfig | {`roleArn`:`short`} | Given role short is invalid.",
      })
  void the_same_rules_hold_for_jobs_templates_and_updates(
      String member, String value, String sentence) {
    var config = tree(value.replace('`', '"'));
    var job = server.queuedJob(thing);
    var template = JsonMapper.shared().createObjectNode().put("description", "d");

    assertInvalid(put("/jobs/", jobBody().set(member, config)), sentence);
    assertInvalid(
        put("/job-templates/", template.put("document", "{}").set(member, config)), sentence);
    assertInvalid(
        operator.call(
            "PATCH",
            "/jobs/" + job,
            JsonMapper.shared().createObjectNode().set(member, config).toString()),
        sentence);
  }

  @Test
  void what_has_nothing_to_say_says_nothing_and_every_answer_has_a_number() {
    var job = server.queuedJob(thing);
    var other = server.queuedJob(thing);
    var executions = "/things/" + thing + "/jobs/";
    for (var reply :
        List.of(
            operator.call("PATCH", "/jobs/" + job, "{\"description\":\"d\"}"),
            operator.call("PUT", executions + job + "/cancel", "{}"),
            operator.call("DELETE", executions + job + "/executionNumber/1", ""),
            operator.call("DELETE", "/jobs/" + other + "?force=true", ""),
            operator.call("DELETE", "/job-templates/" + template, ""))) {
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(reply.body()).isEmpty();
      assertThat(reply.header("x-amzn-requestid")).isPresent();
    }
  }

  @Test
  void times_are_seconds_with_three_decimals_and_no_exponent() {
    var job = server.queuedJob(thing);
    for (var path :
        List.of(
            "/jobs/" + job,
            "/jobs?maxResults=5",
            "/things/" + thing + "/jobs/" + job,
            "/jobs/" + job + "/things",
            "/job-templates/" + template)) {
      assertThat(operator.call("GET", path, "").body())
          .containsPattern("\"(createdAt|queuedAt)\":\\d{10}\\.\\d{3}[,}]");
    }
  }

  @Test
  void names_that_are_words_of_paths_are_names() {
    var words = server.freshName("jobs");
    for (var name : List.of("jobs", "cancel", "things", words)) {
      operator.createThing(name);
      var job = server.freshName("word");
      operator.createJob(job, "{}", name);
      server.awaitQueued(job, name);

      var described = operator.call("GET", "/things/" + name + "/jobs/" + job, "").json();

      assertThat(described.path("execution").path("jobId").asString()).isEqualTo(job);
      assertThat(
              operator.call("PUT", "/things/" + name + "/jobs/" + job + "/cancel", "{}").status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json;charset=utf-16", "x"})
  void what_nobody_knows_is_ignored_and_of_two_the_last_counts(String contentType) {
    var job = server.freshName("job");
    var body = jobBody().put("description", "first").toString();
    var more = ",\"nonsense\":{\"a\":[1]},\"description\":\"last\"}";
    var whole = body.substring(0, body.length() - 1) + more;

    var reply = operator.call("PUT", "/jobs/" + job, whole, Map.of("content-type", contentType));

    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(operator.describeJob(job).path("description").asString()).isEqualTo("last");
  }

  private Https.Reply put(String path, JsonNode body) {
    return operator.call("PUT", path + server.freshName("bad"), body.toString());
  }
}
