package errand.server.conformance.registry;

import static errand.server.conformance.registry.Registered.assertInvalid;
import static errand.server.conformance.registry.Registered.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.wire.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.AbortConfig;
import software.amazon.awssdk.services.iot.model.AbortCriteria;
import software.amazon.awssdk.services.iot.model.ConflictException;
import software.amazon.awssdk.services.iot.model.CreateJobRequest;
import software.amazon.awssdk.services.iot.model.CreateJobTemplateRequest;
import software.amazon.awssdk.services.iot.model.DocumentParameter;
import software.amazon.awssdk.services.iot.model.Job;
import software.amazon.awssdk.services.iot.model.MaintenanceWindow;
import software.amazon.awssdk.services.iot.model.ManagedJobTemplateSummary;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.RetryCriteria;

/** Source: control-plane 2.2 and 7. */
@ExtendWith(SharedServer.class)
final class TemplatesConformanceTest {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";
  private static final String MANAGED = "arn:aws:iot:us-east-1::jobtemplate/%s:1.0";
  private static final MaintenanceWindow NIGHT =
      MaintenanceWindow.builder().startTime("cron(0 2 * * ? *)").durationInMinutes(30).build();
  private static final AbortCriteria HALF_FAILED =
      AbortCriteria.builder()
          .failureType("FAILED")
          .action("CANCEL")
          .thresholdPercentage(50.0)
          .minNumberOfExecutedThings(1)
          .build();
  private static final RetryCriteria ONCE =
      RetryCriteria.builder().failureType("FAILED").numberOfRetries(1).build();

  private final Registered registered;
  private final IotClient iot;
  private final String target;

  TemplatesConformanceTest(RunningServer server) {
    this.registered = new Registered(server);
    this.iot = registered.iot();
    this.target = ARN + "thing/" + server.thing();
  }

  @AfterEach
  void closeClient() {
    registered.close();
  }

  private Job job(Consumer<CreateJobRequest.Builder> members) {
    var id = registered.name("job");
    iot.createJob(r -> members.accept(r.jobId(id).targets(target)));
    return iot.describeJob(r -> r.jobId(id)).job();
  }

  private String document(Job job) {
    return iot.getJobDocument(r -> r.jobId(job.jobId())).document();
  }

  /** Makes a template and tells its ARN. */
  private String template(Consumer<CreateJobTemplateRequest.Builder> members) {
    var id = registered.name("template");
    return iot.createJobTemplate(r -> members.accept(r.jobTemplateId(id).description("made")))
        .jobTemplateArn();
  }

  private static void rich(CreateJobTemplateRequest.Builder template) {
    template
        .document("{\"from\":\"template\"}")
        .presignedUrlConfig(c -> c.roleArn("arn:aws:iam::000000000000:role/r").expiresInSec(60L))
        .jobExecutionsRolloutConfig(c -> c.maximumPerMinute(7))
        .abortConfig(AbortConfig.builder().criteriaList(HALF_FAILED).build())
        .timeoutConfig(c -> c.inProgressTimeoutInMinutes(11L))
        .jobExecutionsRetryConfig(c -> c.criteriaList(ONCE));
  }

  @Test
  void the_eight_managed_templates_are_listed_page_by_page_and_described() {
    var listed =
        iot.listManagedJobTemplatesPaginator(r -> r.maxResults(3)).managedJobTemplates().stream()
            .toList();

    assertThat(listed)
        .extracting(ManagedJobTemplateSummary::templateName)
        .containsExactly(
            "AWS-Download-File",
            "AWS-Install-Application",
            "AWS-Reboot",
            "AWS-Remove-Application",
            "AWS-Restart-Application",
            "AWS-Run-Command",
            "AWS-Start-Application",
            "AWS-Stop-Application");
    for (var summary : listed) {
      var described = iot.describeManagedJobTemplate(r -> r.templateName(summary.templateName()));
      assertThat(described.templateArn())
          .isEqualTo(summary.templateArn())
          .isEqualTo(MANAGED.formatted(summary.templateName()));
      assertThat(described.description()).isEqualTo(summary.description()).isNotBlank();
      assertThat(described.environments())
          .isEqualTo(summary.environments())
          .containsExactly("LINUX");
      assertThat(described.templateVersion()).isEqualTo(summary.templateVersion()).isEqualTo("1.0");
      assertThat(Json.parse(described.document())).isPresent();
    }
    assertThat(iot.listManagedJobTemplates(r -> r.templateName("AWS-Reboot")).managedJobTemplates())
        .singleElement()
        .isEqualTo(listed.get(2));
  }

  @Test
  void a_managed_template_or_version_that_is_not_there_is_not_found() {
    assertRefused(
        ResourceNotFoundException.class,
        404,
        "AWS-Nothing",
        () -> iot.describeManagedJobTemplate(r -> r.templateName("AWS-Nothing")));
    assertRefused(
        ResourceNotFoundException.class,
        404,
        "AWS-Reboot",
        () ->
            iot.describeManagedJobTemplate(
                r -> r.templateName("AWS-Reboot").templateVersion("2.0")));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS-Download-File, download-file.sh, downloadUrl filePath",
    "AWS-Install-Application, install-packages.sh, packages",
    "AWS-Reboot, reboot.sh, ''",
    "AWS-Remove-Application, remove-packages.sh, packages",
    "AWS-Start-Application, start-services.sh, services",
    "AWS-Stop-Application, stop-services.sh, services",
    "AWS-Restart-Application, restart-services.sh, services"
  })
  void a_job_of_a_managed_template_has_its_parameters_in_the_document(
      String template, String handler, String required) {
    var keys = required.isEmpty() ? List.<String>of() : List.of(required.split(" "));
    var described = iot.describeManagedJobTemplate(r -> r.templateName(template));
    assertThat(described.documentParameters())
        .filteredOn(parameter -> !parameter.optional())
        .extracting(DocumentParameter::key)
        .containsExactlyInAnyOrderElementsOf(keys);
    var values = new HashMap<String, String>();
    keys.forEach(key -> values.put(key, "\"" + key + "\" \\ Ä"));
    values.put("pathToHandler", "/opt/h");

    var job = job(r -> r.jobTemplateArn(MANAGED.formatted(template)).documentParameters(values));

    assertThat(job.description()).isEqualTo(described.description());
    assertThat(job.jobTemplateArn()).isEqualTo(described.templateArn());
    assertThat(job.documentParameters()).isEqualTo(values);
    var action = Json.parse(document(job)).orElseThrow().path("steps").path(0).path("action");
    var input = action.path("input");
    assertThat(action.path("type").asString()).isEqualTo("runHandler");
    assertThat(action.path("runAsUser").asString("absent")).isEmpty();
    assertThat(input.path("handler").asString()).isEqualTo(handler);
    assertThat(input.path("path").asString()).isEqualTo("/opt/h");
    assertThat(input.path("args").valueStream().map(each -> each.asString()))
        .containsExactlyElementsOf(keys.stream().map(values::get).toList());
    assertThat(input.has("args")).isEqualTo(!keys.isEmpty());
  }

  @Test
  void the_template_for_commands_has_no_handler() {
    var arn = MANAGED.formatted("AWS-Run-Command");

    var job =
        job(
            r ->
                r.jobTemplateArn(arn)
                    .documentParameters(Map.of("command", "ls,-l", "runAsUser", "u1")));

    var action = Json.parse(document(job)).orElseThrow().path("steps").path(0).path("action");
    assertThat(action.path("type").asString()).isEqualTo("runCommand");
    assertThat(action.path("input")).isEqualTo(Json.object().put("command", "ls,-l"));
    assertThat(action.path("runAsUser").asString()).isEqualTo("u1");
  }

  @Test
  void parameters_that_do_not_fit_the_template_are_refused() {
    var install = MANAGED.formatted("AWS-Install-Application");
    var reboot = MANAGED.formatted("AWS-Reboot");
    assertInvalid("packages", () -> job(r -> r.jobTemplateArn(install)));
    assertInvalid(
        "other",
        () ->
            job(
                r ->
                    r.jobTemplateArn(install)
                        .documentParameters(Map.of("packages", "a", "other", "b"))));
    job(r -> r.jobTemplateArn(reboot).documentParameters(Map.of("runAsUser", "u".repeat(256))));
    assertInvalid(
        "runAsUser",
        () ->
            job(
                r ->
                    r.jobTemplateArn(reboot)
                        .documentParameters(Map.of("runAsUser", "u".repeat(257)))));
    assertInvalid("", () -> job(r -> r.document("{}").documentParameters(Map.of("a", "b"))));
  }

  @Test
  void a_job_takes_from_its_template_what_it_does_not_name_but_not_the_description() {
    var arn = template(TemplatesConformanceTest::rich);

    var job = job(r -> r.jobTemplateArn(arn));

    assertThat(document(job)).isEqualTo("{\"from\":\"template\"}");
    assertThat(job.description()).isNull();
    assertThat(job.jobTemplateArn()).isEqualTo(arn);
    assertThat(job.presignedUrlConfig().expiresInSec()).isEqualTo(60);
    assertThat(job.jobExecutionsRolloutConfig().maximumPerMinute()).isEqualTo(7);
    assertThat(job.abortConfig().criteriaList()).containsExactly(HALF_FAILED);
    assertThat(job.timeoutConfig().inProgressTimeoutInMinutes()).isEqualTo(11);
    assertThat(job.jobExecutionsRetryConfig().criteriaList()).containsExactly(ONCE);
  }

  @Test
  void a_member_that_a_job_names_replaces_the_templates_as_a_whole() {
    var arn =
        template(
            r ->
                r.document("{}")
                    .jobExecutionsRolloutConfig(
                        c ->
                            c.maximumPerMinute(100)
                                .exponentialRate(
                                    e ->
                                        e.baseRatePerMinute(5)
                                            .incrementFactor(2.0)
                                            .rateIncreaseCriteria(
                                                i -> i.numberOfNotifiedThings(10)))));

    var job =
        job(
            r ->
                r.jobTemplateArn(arn)
                    .description("mine")
                    .jobExecutionsRolloutConfig(c -> c.maximumPerMinute(9)));

    assertThat(job.description()).isEqualTo("mine");
    assertThat(job.jobExecutionsRolloutConfig().maximumPerMinute()).isEqualTo(9);
    assertThat(job.jobExecutionsRolloutConfig().exponentialRate()).isNull();
  }

  @Test
  void a_template_that_is_deleted_leaves_its_jobs_alone() {
    var id = registered.name("template");
    var arn =
        iot.createJobTemplate(r -> r.jobTemplateId(id).description("d").document("{}"))
            .jobTemplateArn();
    var job = job(r -> r.jobTemplateArn(arn));

    iot.deleteJobTemplate(r -> r.jobTemplateId(id));

    assertThat(iot.describeJob(r -> r.jobId(job.jobId())).job().jobTemplateArn()).isEqualTo(arn);
    assertRefused(
        ResourceNotFoundException.class,
        404,
        "Job Template " + id + " cannot be found.",
        () -> job(r -> r.jobTemplateArn(arn)));
  }

  @Test
  void a_template_arn_of_something_else_is_refused() {
    var other = job(r -> r.document("{}"));

    assertInvalid(
        "Resource type should be jobtemplate but found invalid resource type job",
        () -> job(r -> r.jobTemplateArn(other.jobArn())));
  }

  @Test
  void a_template_with_windows_is_for_continuous_jobs() {
    var arn = template(r -> r.document("{}").maintenanceWindows(NIGHT));

    assertInvalid(
        "TargetSelection is invalid. MaintenanceWindow cannot be used with SNAPSHOT job.",
        () -> job(r -> r.jobTemplateArn(arn)));
    var job = job(r -> r.jobTemplateArn(arn).targetSelection("CONTINUOUS"));
    assertThat(job.schedulingConfig().maintenanceWindows()).containsExactly(NIGHT);
  }

  @Test
  void a_template_of_a_job_has_its_document_and_terms_and_what_the_request_names() {
    var of = template(TemplatesConformanceTest::rich);
    var job = job(r -> r.jobTemplateArn(of).description("of the job"));
    var id = registered.name("template");

    iot.createJobTemplate(
        r ->
            r.jobTemplateId(id)
                .jobArn(job.jobArn())
                .description("mine")
                .timeoutConfig(c -> c.inProgressTimeoutInMinutes(5L)));

    var template = iot.describeJobTemplate(r -> r.jobTemplateId(id));
    assertThat(template.description()).isEqualTo("mine");
    assertThat(template.document()).isEqualTo("{\"from\":\"template\"}");
    assertThat(template.jobExecutionsRolloutConfig().maximumPerMinute()).isEqualTo(7);
    assertThat(template.abortConfig().criteriaList()).containsExactly(HALF_FAILED);
    assertThat(template.jobExecutionsRetryConfig().criteriaList()).containsExactly(ONCE);
    assertThat(template.timeoutConfig().inProgressTimeoutInMinutes()).isEqualTo(5);
  }

  @Test
  void a_template_of_a_job_that_is_not_there_is_refused() {
    assertRefused(
        ResourceNotFoundException.class,
        404,
        "Job nowhere cannot be found.",
        () -> template(r -> r.jobArn(ARN + "job/nowhere")));
  }

  @Test
  void an_id_that_is_taken_is_a_conflict_and_the_first_template_stays() {
    var id = registered.name("template");
    iot.createJobTemplate(r -> r.jobTemplateId(id).description("first").document("{}"));

    assertRefused(
        ConflictException.class,
        409,
        id,
        () -> iot.createJobTemplate(r -> r.jobTemplateId(id).description("2").document("{}")));
    assertThat(iot.describeJobTemplate(r -> r.jobTemplateId(id)).description()).isEqualTo("first");
  }

  @Test
  void a_template_needs_exactly_one_document() {
    assertInvalid(
        "Neither job document nor job document source is specified.", () -> template(_ -> {}));
  }
}
