package errand.server.s3;

import errand.core.app.Audit;
import errand.core.app.Deed;
import errand.core.audit.Actor;
import errand.core.audit.Outcome;
import errand.server.http.HttpRequest;
import errand.server.http.StreamedAnswer;
import errand.server.http.Streams;
import errand.server.identity.HeadVerdict;
import errand.server.identity.LinkKeys;
import errand.server.identity.Role;
import errand.server.identity.SigV4;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in what is signed for S3, and answers it. */
public final class S3Door implements Streams {
  private static final String SERVICE = "s3";
  private static final Logger LOG = LoggerFactory.getLogger(S3Door.class);

  private final SigV4 signatures;
  private final Books books;
  private final ObjectOperations objects;

  /**
   * @param signatures whose keys are the operators' and those of links
   * @param trusted by whom files may be signed
   */
  public S3Door(SigV4 signatures, Books books, Signatures trusted) {
    this.signatures = signatures;
    this.books = books;
    this.objects = new ObjectOperations(trusted);
  }

  @Override
  public boolean takes(String authorization, String rawQuery) {
    return authorization.contains("/s3/aws4_request")
        || rawQuery.contains("%2Fs3%2Faws4_request")
        || rawQuery.contains("/s3/aws4_request");
  }

  @Override
  public StreamedAnswer answer(HttpRequest head, InputStream body) {
    try {
      return switch (signatures.verifyHead(head.signable())) {
        case HeadVerdict.Refused refused -> {
          books.strangers().accept(head, refused.why());
          throw refused(refused);
        }
        case HeadVerdict.Signed signed -> answer(head, signed, body);
      };
    } catch (S3Exception failure) {
      return S3Replies.error(failure, head.method(), head.rawPath());
    } catch (EOFException shortened) {
      return S3Replies.error(
          new S3Exception(S3Error.INCOMPLETE_BODY), head.method(), head.rawPath());
    } catch (IOException failure) {
      LOG.warn("s3 request failed method={} path={}", head.method(), head.rawPath(), failure);
      return S3Replies.error(
          new S3Exception(S3Error.INTERNAL_ERROR), head.method(), head.rawPath());
    } catch (RuntimeException bug) {
      LOG.error("s3 request failed method={} path={}", head.method(), head.rawPath(), bug);
      return S3Replies.error(
          new S3Exception(S3Error.INTERNAL_ERROR), head.method(), head.rawPath());
    }
  }

  private StreamedAnswer answer(HttpRequest head, HeadVerdict.Signed signed, InputStream body)
      throws IOException {
    if (!signed.service().equals(SERVICE)) {
      throw new S3Exception(S3Error.MALFORMED_AUTHORIZATION);
    }
    String account = signed.key().account();
    S3Call call = S3Call.of(head, signed, books.files().apply(account), body);
    Optional<Writing> writing = Writing.of(call);
    return writing.isPresent()
        ? noted(call, writing.get(), books.audits().apply(account))
        : carriedOut(call);
  }

  private StreamedAnswer noted(S3Call call, Writing writing, Audit audit) throws IOException {
    var actor = new Actor(Actor.Kind.KEY, call.signed().key().id(), call.head().peer().host());
    var failed = new Failures(audit, actor, writing);
    try {
      return Deed.by(
          actor,
          () -> Deed.doing(writing.action(), writing.resources(), () -> carriedOutUnchecked(call)));
    } catch (S3Exception refusal) {
      failed.note(refusal.error());
      throw refusal;
    } catch (UncheckedIOException failure) {
      IOException cause = failure.getCause();
      failed.note(cause instanceof EOFException ? S3Error.INCOMPLETE_BODY : S3Error.INTERNAL_ERROR);
      throw cause;
    } catch (RuntimeException bug) {
      failed.note(S3Error.INTERNAL_ERROR);
      throw bug;
    }
  }

  private record Failures(Audit audit, Actor actor, Writing writing) {
    void note(S3Error error) {
      Outcome outcome = error.status() >= 500 ? Outcome.FAILED : Outcome.REFUSED;
      audit.tried(actor, writing.action(), writing.resources(), outcome, error.code());
    }
  }

  private StreamedAnswer carriedOutUnchecked(S3Call call) {
    try {
      return carriedOut(call);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private StreamedAnswer carriedOut(S3Call call) throws IOException {
    requireRights(call);
    Unserved.refuse(call);
    if (call.ofService()) {
      return BucketOperations.ofService(call);
    }
    return call.ofBucket() ? BucketOperations.ofBucket(call) : objects.answer(call);
  }

  private static void requireRights(S3Call call) {
    boolean reads = call.method().equals("GET") || call.method().equals("HEAD");
    var key = call.signed().key();
    boolean ofLink = LinkKeys.linksOnly(key);
    boolean forbidden =
        (key.role() == Role.READ_ONLY && !reads)
            || (ofLink && (!call.signed().presigned() || call.ofService() || call.ofBucket()));
    if (forbidden) {
      throw new S3Exception(S3Error.ACCESS_DENIED);
    }
  }

  private static S3Exception refused(HeadVerdict.Refused refused) {
    String message = refused.why().message();
    return switch (refused.why().code()) {
      case "InvalidSignatureException" ->
          new S3Exception(S3Error.SIGNATURE_DOES_NOT_MATCH, message);
      case "UnrecognizedClientException" -> new S3Exception(S3Error.INVALID_ACCESS_KEY_ID);
      case "RequestExpired" ->
          refused.presigned()
              ? new S3Exception(S3Error.ACCESS_DENIED, "Request has expired")
              : new S3Exception(S3Error.REQUEST_TIME_TOO_SKEWED, message);
      case "MissingAuthenticationTokenException" -> new S3Exception(S3Error.ACCESS_DENIED);
      default -> new S3Exception(S3Error.MALFORMED_AUTHORIZATION, message);
    };
  }
}
