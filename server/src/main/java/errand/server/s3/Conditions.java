package errand.server.s3;

import errand.core.artifact.Artifact;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** Conditional requests. Source: RFC 9110, section 13. */
final class Conditions {
  private Conditions() {}

  /** Throws unless what is there is what the reader wants to read. */
  static void requireToRead(S3Call call, Artifact artifact) {
    Optional<String> match = call.header("If-Match");
    Optional<Instant> unmodified = time(call, "If-Unmodified-Since");
    boolean failed =
        match.isPresent()
            ? !names(match.get(), artifact)
            : unmodified.filter(at -> stored(artifact).isAfter(at)).isPresent();
    if (failed) {
      throw new S3Exception(S3Error.PRECONDITION_FAILED);
    }
    Optional<String> none = call.header("If-None-Match");
    Optional<Instant> modified = time(call, "If-Modified-Since");
    boolean same =
        none.isPresent()
            ? names(none.get(), artifact)
            : modified.filter(at -> !stored(artifact).isAfter(at)).isPresent();
    if (same) {
      throw new S3Exception(S3Error.NOT_MODIFIED);
    }
  }

  /** Whether what is there, if anything, is what the writer expects. */
  static boolean mayWrite(S3Call call, Optional<Artifact> there) {
    Optional<String> match = call.header("If-Match");
    Optional<String> none = call.header("If-None-Match");
    boolean matches = match.isEmpty() || there.filter(each -> names(match.get(), each)).isPresent();
    return matches && (none.isEmpty() || there.filter(each -> names(none.get(), each)).isEmpty());
  }

  /** Whether a range that is asked for is one of this content. */
  static boolean rangeHolds(S3Call call, Artifact artifact) {
    Optional<String> ifRange = call.header("If-Range");
    if (ifRange.isEmpty()) {
      return true;
    }
    return ifRange.get().startsWith("\"")
        ? names(ifRange.get(), artifact)
        : parsed(ifRange.get()).filter(stored(artifact)::equals).isPresent();
  }

  private static boolean names(String header, Artifact artifact) {
    String etag = artifact.label().etag();
    return header.strip().equals("*")
        || Arrays.stream(header.split(","))
            .map(each -> each.strip().replaceFirst("^W/", "").replace("\"", ""))
            .anyMatch(etag::equals);
  }

  private static Instant stored(Artifact artifact) {
    return artifact.storedAt().truncatedTo(ChronoUnit.SECONDS);
  }

  // A date that is none is passed over, as RFC 9110 wants it.
  private static Optional<Instant> time(S3Call call, String header) {
    return call.header(header).flatMap(Conditions::parsed);
  }

  private static Optional<Instant> parsed(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }
}
