package errand.server.s3;

import errand.server.identity.Presigner;
import java.util.List;

/**
 * A storage elsewhere whose objects devices can be sent to.
 *
 * @param origin scheme and authority of its endpoint, such as {@code https://minio.example:9000}
 * @param by with which credentials links are signed
 * @param buckets that are meant when an address names no host but AWS's
 */
public record Storage(String origin, Presigner.By by, List<String> buckets) {
  public Storage {
    buckets = List.copyOf(buckets);
  }
}
