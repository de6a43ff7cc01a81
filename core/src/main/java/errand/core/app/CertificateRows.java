package errand.core.app;

import errand.core.fleet.Certificate;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** Device certificates, and the things they speak for. */
public interface CertificateRows {
  Optional<Certificate> find(String certificateId);

  /** Adds one whose id is free; throws IllegalStateException when it is not. */
  void insert(Certificate certificate);

  /** Replaces one that is there; throws IllegalStateException when it is not. */
  void update(Certificate certificate);

  /** Lets a certificate speak for a thing; repeatable. */
  void attach(String certificateId, ThingId thing);

  /** Ends that; repeatable. */
  void detach(String certificateId, ThingId thing);

  /** Names of the things it speaks for, in order. */
  List<ThingName> things(String certificateId);

  /** Ids of the certificates that speak for a thing, in order. */
  List<String> certificates(ThingId thing);
}
