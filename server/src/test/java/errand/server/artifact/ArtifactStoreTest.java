package errand.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.Answer;
import errand.core.app.Artifacts;
import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.Label;
import errand.core.artifact.ObjectKey;
import errand.server.conformance.support.MovableClock;
import errand.server.store.SqliteStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is swept while the server runs, and what is not. */
final class ArtifactStoreTest {
  private static final BucketName BUCKET = new BucketName("firmware");
  private static final ObjectKey KEY = new ObjectKey("a.bin");

  private final MovableClock clock = MovableClock.system();
  private final SqliteStore names;
  private final ArtifactStore store;
  private final Path folder;

  ArtifactStoreTest(@TempDir Path folder) {
    this.folder = folder.resolve("artifacts");
    names = SqliteStore.open(folder.resolve("data"));
    store = ArtifactStore.open(this.folder, new Artifacts(names, clock), clock);
  }

  @BeforeEach
  void makeBucket() {
    store.names().make(BUCKET);
  }

  @AfterEach
  void close() {
    names.close();
  }

  private Answer<Artifact, Artifacts.Refusal> put(String content, boolean expected)
      throws IOException {
    try (var incoming = store.receive(Optional.empty())) {
      incoming.write(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
      var arrival = new ArtifactStore.Arrival(incoming, incoming.finish());
      return store.put(
          BUCKET,
          KEY,
          arrival,
          received -> new Label(received.etag(), Map.of(), Optional.empty()),
          _ -> expected);
    }
  }

  private void pass(Duration time) {
    clock.set(clock.instant().plus(time).getEpochSecond());
  }

  private List<Path> contents() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("contents"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private Artifact kept(String content) throws IOException {
    return switch (put(content, true)) {
      case Answer.Given<Artifact, Artifacts.Refusal>(var artifact) -> artifact;
      case Answer.Refused<Artifact, Artifacts.Refusal>(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void an_upload_that_nobody_goes_on_with_is_given_up_after_a_week() throws Exception {
    store.uploads().begin(BUCKET, KEY, Map.of(), Optional.empty(), false, store.now());
    assertThat(store.sweep()).isFalse();

    pass(Duration.ofDays(6));
    store.sweep();
    assertThat(store.uploads().all(BUCKET)).hasSize(1);
    pass(Duration.ofDays(2));
    store.sweep();

    assertThat(store.uploads().all(BUCKET)).isEmpty();
  }

  @Test
  void a_content_that_never_got_its_name_is_swept_after_a_day() throws Exception {
    Artifact named = kept("named");
    assertThat(put("nameless", false)).isInstanceOf(Answer.Refused.class);
    store.sweep();
    assertThat(contents()).hasSize(2);

    pass(Duration.ofDays(2));
    store.sweep();

    assertThat(contents()).containsExactly(store.file(named));
  }

  @Test
  void a_content_that_was_replaced_stays_for_a_day_and_then_goes() throws Exception {
    Artifact old = kept("old");
    Artifact fresh = kept("fresh");

    pass(Duration.ofHours(23));
    store.sweep();
    assertThat(store.file(old)).exists();
    pass(Duration.ofHours(2));

    assertThat(store.sweep()).isTrue();
    assertThat(store.file(old)).doesNotExist();
    assertThat(store.file(fresh)).exists();
  }
}
