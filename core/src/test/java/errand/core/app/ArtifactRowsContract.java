package errand.core.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.Label;
import errand.core.artifact.ObjectKey;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link BucketRows} and {@link ArtifactRows}. */
interface ArtifactRowsContract extends ContractedStore {
  BucketName B = new BucketName("firmware");
  ObjectKey K = new ObjectKey("a/image.bin");

  private static Artifact artifact(String key, String sha256, long second) {
    return new Artifact(
        B,
        new ObjectKey(key),
        sha256,
        7,
        new Label(
            "etag-of-" + sha256,
            Map.of("content-type", "text/plain"),
            Optional.of(new Label.Checksum("crc32", "q1Y=", false))),
        StoreSamples.T0.plusSeconds(second),
        Optional.empty());
  }

  @Test
  default void buckets_are_listed_by_name_until_they_are_deleted() {
    change(
        tx -> {
          tx.buckets().insert(B, StoreSamples.T0);
          tx.buckets().insert(new BucketName("a-first"), StoreSamples.T0.plusSeconds(1));
        });

    assertListed(tx -> tx.buckets().all())
        .containsExactly(
            new BucketRows.Bucket(new BucketName("a-first"), StoreSamples.T0.plusSeconds(1)),
            new BucketRows.Bucket(B, StoreSamples.T0));
    assertThatThrownBy(() -> change(tx -> tx.buckets().insert(B, StoreSamples.T0)))
        .isInstanceOf(IllegalStateException.class);
    assertSeen(tx -> tx.buckets().find(B)).isEqualTo(Optional.of(StoreSamples.T0));

    change(tx -> tx.buckets().delete(B));

    assertFound(tx -> tx.buckets().find(B)).isEmpty();
  }

  @Test
  default void an_artifact_comes_back_whole() {
    Artifact whole = artifact("x", "aa", 1).linksFrom(StoreSamples.T0.plusSeconds(9));

    change(tx -> tx.artifacts().put(whole));

    assertFound(tx -> tx.artifacts().find(B, new ObjectKey("x"))).contains(whole);
    assertFound(tx -> tx.artifacts().find(B, new ObjectKey("x"), "aa")).contains(whole);
    assertFound(tx -> tx.artifacts().find(B, new ObjectKey("x"), "bb")).isEmpty();
    assertFound(tx -> tx.artifacts().find(new BucketName("other"), new ObjectKey("x"))).isEmpty();
  }

  @Test
  default void the_content_before_is_kept_until_it_is_forgotten() {
    Artifact old = artifact(K.text(), "aa", 1);
    Artifact fresh = artifact(K.text(), "bb", 5);
    change(tx -> tx.artifacts().put(old));

    change(tx -> tx.artifacts().put(fresh));

    assertFound(tx -> tx.artifacts().find(B, K)).contains(fresh);
    assertFound(tx -> tx.artifacts().find(B, K, "aa")).contains(old);
    assertListed(tx -> tx.artifacts().retiredBefore(StoreSamples.T0.plusSeconds(5), 9)).isEmpty();
    assertListed(tx -> tx.artifacts().retiredBefore(StoreSamples.T0.plusSeconds(6), 9))
        .containsExactly(old);

    change(
        tx -> {
          tx.artifacts().forget(old);
          tx.artifacts().forget(fresh);
        });

    assertSeen(tx -> tx.artifacts().holds("aa")).isEqualTo(false);
    assertSeen(tx -> tx.artifacts().holds("bb")).isEqualTo(true);
  }

  @Test
  default void a_content_that_comes_back_is_current_again() {
    change(
        tx -> {
          tx.artifacts().put(artifact(K.text(), "aa", 1));
          tx.artifacts().put(artifact(K.text(), "bb", 2));
          tx.artifacts().put(artifact(K.text(), "aa", 3));
        });

    assertFound(tx -> tx.artifacts().find(B, K)).contains(artifact(K.text(), "aa", 3));
    assertListed(tx -> tx.artifacts().list(B, "", "", 9))
        .containsExactly(artifact(K.text(), "aa", 3));
  }

  @Test
  default void links_are_closed_for_every_content_of_a_name() {
    var from = StoreSamples.T0.plusSeconds(9);
    change(
        tx -> {
          tx.artifacts().put(artifact(K.text(), "aa", 1));
          tx.artifacts().put(artifact(K.text(), "bb", 2));
          tx.artifacts().put(artifact("other", "aa", 3));
        });

    change(tx -> tx.artifacts().closeLinks(B, K, from));

    assertFound(tx -> tx.artifacts().find(B, K, "aa"))
        .contains(artifact(K.text(), "aa", 1).linksFrom(from));
    assertFound(tx -> tx.artifacts().find(B, K))
        .contains(artifact(K.text(), "bb", 2).linksFrom(from));
    assertFound(tx -> tx.artifacts().find(B, new ObjectKey("other")))
        .contains(artifact("other", "aa", 3));
  }

  @Test
  default void a_retired_name_has_no_current_content() {
    change(tx -> tx.artifacts().put(artifact(K.text(), "aa", 1)));

    assertSeen(tx -> tx.artifacts().find(B, K).isPresent()).isEqualTo(true);
    change(tx -> tx.artifacts().retire(B, K, StoreSamples.T0.plusSeconds(2)));

    assertFound(tx -> tx.artifacts().find(B, K)).isEmpty();
    assertListed(tx -> tx.artifacts().list(B, "", "", 9)).isEmpty();
    assertSeen(tx -> tx.artifacts().holds("aa")).isEqualTo(true);
  }

  @Test
  default void names_are_listed_in_the_order_of_their_octets() {
    Artifact plain = artifact("a/z", "aa", 1);
    Artifact high = artifact("a/\uffee", "bb", 1);
    Artifact higher = artifact("a/\ud83d\ude00", "cc", 1);
    Artifact other = artifact("b", "dd", 1);
    change(
        tx -> {
          for (Artifact each : new Artifact[] {other, higher, high, plain}) {
            tx.artifacts().put(each);
          }
        });

    assertListed(tx -> tx.artifacts().list(B, "", "", 9))
        .containsExactly(plain, high, higher, other);
    assertListed(tx -> tx.artifacts().list(B, "a/", "", 9)).containsExactly(plain, high, higher);
    assertListed(tx -> tx.artifacts().list(B, "a/", "a/z", 1)).containsExactly(high);
    assertListed(tx -> tx.artifacts().list(B, "b", "a/z", 9)).containsExactly(other);
  }
}
