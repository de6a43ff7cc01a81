package errand.core.document;

import errand.core.artifact.S3Url;
import errand.core.execution.Execution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where things upload to: the parts of a key that differ from execution to execution. */
public final class Uploads {
  /** Where uploads go that name no bucket. */
  public static final String BUCKET = "uploads";

  static final List<String> LOCALS = List.of("${thingName}", "${jobId}", "${executionNumber}");
  private static final Pattern LOCAL = Pattern.compile("\\$\\{[^}]*}?");
  private static final int REPEATS_MAX = 2;

  private Uploads() {}

  /** What is wrong with an upload's address, for the sender. */
  static Optional<String> problem(S3Url url) {
    if (url.bucket().contains("${")) {
      return Optional.of("A placeholder cannot be used in the name of an upload's bucket.");
    }
    Matcher found = LOCAL.matcher(url.key());
    while (found.find()) {
      if (!LOCALS.contains(found.group())) {
        return Optional.of(
            "Unknown placeholder "
                + found.group()
                + " in the key of an upload; known are "
                + String.join(", ", LOCALS)
                + ".");
      }
    }
    return LOCALS.stream()
        .filter(each -> url.key().split(Pattern.quote(each), -1).length - 1 > REPEATS_MAX)
        .findFirst()
        .map(each -> each + " can be used at most twice in the key of an upload.");
  }

  /** Where one execution's upload goes; the same whenever it is asked. */
  public static S3Url place(Placeholder.Upload upload, Execution execution) {
    S3Url url = upload.url();
    Map<String, String> values =
        Map.of(
            "${thingName}", execution.thing().text(),
            "${jobId}", execution.job().text(),
            "${executionNumber}", Long.toString(execution.key().number()));
    String key = url.key();
    if (key.isEmpty()) {
      key =
          "${jobId}/${thingName}/${executionNumber}"
              + (upload.number() == 0 ? "" : "-" + upload.number());
    }
    for (String local : LOCALS) {
      key = key.replace(local, values.getOrDefault(local, ""));
    }
    return url.at(url.bucket().isEmpty() ? BUCKET : url.bucket(), key);
  }
}
