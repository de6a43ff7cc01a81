package errand.server.s3;

import errand.core.app.Audit;
import errand.server.artifact.ArtifactStore;
import errand.server.http.HttpRequest;
import errand.server.identity.SigV4Verdict;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What is kept for each account, and where strangers are noted.
 *
 * @param files of an account
 * @param audits the record of an account
 * @param strangers notes a request whose signature does not hold
 */
public record Books(
    Function<String, ArtifactStore> files,
    Function<String, Audit> audits,
    BiConsumer<HttpRequest, SigV4Verdict.Refused> strangers) {}
