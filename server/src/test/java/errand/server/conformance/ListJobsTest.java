package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.JobStatus;
import software.amazon.awssdk.services.iot.model.JobSummary;
import software.amazon.awssdk.services.iot.model.ListJobsRequest;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.TargetSelection;

/** The filters of ListJobs. Source: control-plane 2.1 and 2.4. */
@ExtendWith(SharedServer.class)
final class ListJobsTest {
  private final RunningServer server;
  private final IotClient iot;

  ListJobsTest(RunningServer server) {
    this.server = server;
    this.iot = Sdk.iot(server.doors());
  }

  @AfterEach
  void closeClient() {
    iot.close();
  }

  private record Group(String name, String id, String arn) {}

  private Group group() {
    var made = iot.createThingGroup(r -> r.thingGroupName(server.freshName("lists")));
    return new Group(made.thingGroupName(), made.thingGroupId(), made.thingGroupArn());
  }

  private String job(String namespace, String... targets) {
    var id = server.freshName("listed");
    iot.createJob(
        r ->
            r.jobId(id)
                .document("{}")
                .targets(targets)
                .targetSelection(TargetSelection.CONTINUOUS)
                .namespaceId(namespace.isEmpty() ? null : namespace));
    return id;
  }

  private List<String> ids(Consumer<ListJobsRequest.Builder> filter) {
    return iot.listJobs(filter).jobs().stream().map(JobSummary::jobId).toList();
  }

  @Test
  void jobs_of_a_group_are_listed_newest_first_by_its_name_and_by_its_id() {
    var group = group();
    var other = group();
    var thing = Operator.thingArn(server.thing());
    var first = job("", group.arn());
    var second = job("", other.arn(), group.arn());
    job("", thing, other.arn());

    assertThat(ids(r -> r.thingGroupName(group.name()))).containsExactly(second, first);
    assertThat(ids(r -> r.thingGroupId(group.id()))).containsExactly(second, first);
    assertThat(ids(r -> r.thingGroupId(group.id()).thingGroupName(group.name())))
        .containsExactly(second, first);
    assertThat(iot.listJobs(r -> r.thingGroupName(group.name())).jobs())
        .extracting(JobSummary::thingGroupId)
        .containsOnly(group.id());
    assertThat(iot.listJobs(r -> r.maxResults(1)).jobs().getFirst().thingGroupId()).isNull();
  }

  @Test
  void a_group_added_later_lists_the_job_too() {
    var group = group();
    var later = group();
    var job = job("", group.arn());
    iot.associateTargetsWithJob(r -> r.jobId(job).targets(later.arn()));

    assertThat(ids(r -> r.thingGroupName(later.name()))).containsExactly(job);
  }

  @Test
  void jobs_of_a_group_are_filtered_by_status_selection_and_namespace() {
    var group = group();
    var namespace = server.freshName("ns");
    var plain = job("", group.arn());
    var named = job(namespace, group.arn());
    iot.cancelJob(r -> r.jobId(plain));

    assertThat(ids(r -> r.namespaceId(namespace))).containsExactly(named);
    assertThat(ids(r -> r.namespaceId(namespace).thingGroupName(group.name())))
        .containsExactly(named);
    assertThat(ids(r -> r.thingGroupName(group.name()).status(JobStatus.CANCELED)))
        .containsExactly(plain);
    assertThat(ids(r -> r.thingGroupName(group.name()).targetSelection(TargetSelection.SNAPSHOT)))
        .isEmpty();
  }

  @Test
  void pages_go_on_where_they_ended_and_a_token_of_another_filter_is_refused() {
    var group = group();
    var made = new ArrayList<String>();
    for (int n = 0; n < 5; n++) {
      made.addFirst(job("", group.arn()));
    }

    var pages =
        iot.listJobsPaginator(r -> r.thingGroupName(group.name()).maxResults(2)).stream().toList();
    assertThat(pages).hasSize(3);
    assertThat(pages.stream().flatMap(page -> page.jobs().stream()).map(JobSummary::jobId))
        .isEqualTo(made);

    var token = pages.getFirst().nextToken();
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> ids(r -> r.thingGroupName(group().name()).nextToken(token)));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> ids(r -> r.nextToken(token)));
  }

  @Test
  void a_group_that_is_not_there_and_a_name_with_another_id_are_not_found() {
    var group = group();
    var other = group();

    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> ids(r -> r.thingGroupName("no-such-group")));
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> ids(r -> r.thingGroupId("no-such-id")));
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> ids(r -> r.thingGroupName(group.name()).thingGroupId(other.id())));
  }
}
