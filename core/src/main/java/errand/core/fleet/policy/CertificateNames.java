package errand.core.fleet.policy;

import java.util.List;

/**
 * The names inside a certificate, for policy variables: {@code Subject.CommonName} and the like
 * give all values in their order, none when there are none. Asked while a policy is evaluated, so
 * answer at once.
 */
@FunctionalInterface
public interface CertificateNames {
  List<String> values(String name);

  /** A certificate without names. */
  CertificateNames NONE = name -> List.of();
}
