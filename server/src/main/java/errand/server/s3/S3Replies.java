package errand.server.s3;

import errand.core.app.Answer;
import errand.core.app.Artifacts;
import errand.server.http.Headers;
import errand.server.http.StreamedAnswer;
import errand.server.http.StreamedAnswer.Content;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Answers of S3; the pairing of refusals with its errors is here, once. */
final class S3Replies {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private S3Replies() {}

  static StreamedAnswer empty(int status) {
    return new StreamedAnswer(status, Headers.NONE, new Content.Bytes(new byte[0]));
  }

  static StreamedAnswer xml(Xml xml, String root) {
    return new StreamedAnswer(
        200, Headers.of("Content-Type", "application/xml"), new Content.Bytes(xml.bytes(root)));
  }

  /** An answer to a HEAD has an error's status and no word of it. */
  static StreamedAnswer error(S3Exception failure, String method, String path) {
    S3Error error = failure.error();
    if (method.equals("HEAD") || error == S3Error.NOT_MODIFIED) {
      return empty(error.status());
    }
    String message = failure.getMessage() == null ? error.message() : failure.getMessage();
    byte[] body =
        Xml.error()
            .put("Code", error.code())
            .put("Message", message)
            .put("Resource", path)
            .bytes("Error");
    return new StreamedAnswer(
        error.status(), Headers.of("Content-Type", "application/xml"), new Content.Bytes(body));
  }

  static <T> T given(Answer<T, Artifacts.Refusal> answer) {
    return answer.fold(
        value -> value,
        why -> {
          throw new S3Exception(error(why));
        });
  }

  private static S3Error error(Artifacts.Refusal refusal) {
    return switch (refusal) {
      case NO_SUCH_BUCKET -> S3Error.NO_SUCH_BUCKET;
      case NO_SUCH_KEY -> S3Error.NO_SUCH_KEY;
      case NO_SUCH_VERSION -> S3Error.NO_SUCH_VERSION;
      case BUCKET_EXISTS -> S3Error.BUCKET_ALREADY_OWNED_BY_YOU;
      case BUCKET_NOT_EMPTY -> S3Error.BUCKET_NOT_EMPTY;
      case TOO_MANY_BUCKETS -> S3Error.TOO_MANY_BUCKETS;
      case NOT_AS_EXPECTED -> S3Error.PRECONDITION_FAILED;
    };
  }

  static String time(Instant at) {
    return MILLIS.format(at);
  }

  /** HTTP's form, of whole seconds. */
  static String httpTime(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        at.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
  }
}
