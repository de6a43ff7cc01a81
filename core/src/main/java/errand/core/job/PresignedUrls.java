package errand.core.job;

import java.util.Optional;

/**
 * How signed addresses in a document are made.
 *
 * @param expiresSeconds 60 to 3600
 */
public record PresignedUrls(Optional<String> roleArn, Optional<Long> expiresSeconds) {}
