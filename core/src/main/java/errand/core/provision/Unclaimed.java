package errand.core.provision;

import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that is to go when its time is up, unless it has been claimed before.
 *
 * @param tokenHash SHA-256 of the text that claims it, 64 lower-case hexadecimal digits; empty for
 *     a claim itself, which nobody can claim
 * @param owner who asked for it, and alone can claim it
 */
public record Unclaimed(
    String certificateId, Optional<String> tokenHash, String owner, Instant expiresAt) {}
