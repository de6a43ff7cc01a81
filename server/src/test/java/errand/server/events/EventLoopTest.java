package errand.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.fleet.ThingId;
import errand.core.job.Event;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import errand.server.store.SqliteStore;
import errand.server.wire.event.EventMessages;
import errand.server.wire.event.EventMessages.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go to each reader in order, again until they are taken. */
final class EventLoopTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final EventMessages MESSAGES = new EventMessages("us-east-1", "000000000000");

  @TempDir private Path folder = Path.of("");
  private final List<Duration> pauses = new ArrayList<>();
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void what_is_not_taken_is_handed_over_again_before_what_comes_after_it() throws Exception {
    var reader = new Picky(3);
    owe("j1", "j2");

    loop(reader).handOver();

    assertThat(reader.offered).containsExactly("j1", "j1", "j1", "j1", "j2");
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(owed()).isZero();
  }

  @Test
  void a_repeated_event_keeps_its_id() throws Exception {
    var reader = new Picky(1);
    owe("j1");

    loop(reader).handOver();

    assertThat(reader.ids).hasSize(2);
    assertThat(reader.ids.getFirst()).isEqualTo(reader.ids.getLast());
  }

  @Test
  void pauses_double_up_to_five_minutes_and_end_after_a_day() throws Exception {
    var reader = new Picky(Integer.MAX_VALUE);
    owe("j1");

    loop(reader).handOver();

    var all = pauses.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(pauses).last().isEqualTo(Duration.ofMinutes(5));
    assertThat(all).isBetween(Duration.ofDays(1), Duration.ofDays(1).plusMinutes(5));
    assertThat(owed()).isZero();
  }

  @Test
  void a_reader_that_takes_nothing_holds_up_no_other_and_loses_nothing_by_that() throws Exception {
    var quick = new Picky(0);
    var stuck = new Picky(0);
    store.transact(
        tx -> {
          tx.readers().put("stuck", 0);
          return true;
        });
    owe("j1", "j2");

    new EventLoop(store, quick.named("quick"), MESSAGES, pauses::add).handOver();
    assertThat(quick.offered).containsExactly("j1", "j2");
    assertThat(owed()).isEqualTo(2);
    new EventLoop(store, stuck.named("stuck"), MESSAGES, pauses::add).handOver();

    assertThat(stuck.offered).containsExactly("j1", "j2");
    assertThat(owed()).isZero();
  }

  private EventLoop loop(Picky reader) {
    return new EventLoop(store, reader, MESSAGES, pauses::add);
  }

  private void owe(String... jobs) {
    store.transact(
        tx -> {
          for (var job : jobs) {
            tx.events().add(completed(job));
          }
          return jobs.length;
        });
  }

  private int owed() {
    return store.<Integer>read(tx -> tx.events().take(0, 100).size());
  }

  private static Event completed(String job) {
    return new Event.OfJob(
        Event.JobOperation.COMPLETED,
        new JobId(job),
        Selection.SNAPSHOT,
        List.of(new Target.OneThing(new ThingName("t1"), new ThingId(new UUID(0, 1)))),
        Optional.empty(),
        Life.begun(JobStatus.COMPLETED, T0, 1),
        Map.of(),
        T0);
  }

  /** Takes nothing the first times it is offered something. */
  private static final class Picky implements Reader {
    private final List<String> offered = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private int refusals;
    private String name = "picky";

    Picky(int refusals) {
      this.refusals = refusals;
    }

    Picky named(String other) {
      name = other;
      return this;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void take(Message message) {
      offered.add(message.topic().replace("$aws/events/job/", "").replace("/completed", ""));
      ids.add(message.id());
      if (refusals > 0) {
        refusals--;
        throw new IllegalStateException("not now");
      }
    }
  }
}
