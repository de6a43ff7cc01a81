package errand.core.app;

import errand.core.fleet.Attachment;
import errand.core.fleet.Certificate;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Device certificates, and the things they speak for. */
public interface CertificateRows {
  Optional<Certificate> find(String certificateId);

  /** Adds one whose id is free; throws IllegalStateException when it is not. */
  void insert(Certificate certificate);

  /** Replaces one that is there; throws IllegalStateException when it is not. */
  void update(Certificate certificate);

  /** Removes one, and all that it spoke for; false when it was not there. */
  boolean delete(String certificateId);

  /** A page in order of creation, then id. */
  List<Certificate> list(Window window);

  /** Lets a certificate speak for a thing; repeatable, the last word on exclusiveness counts. */
  void attach(String certificateId, ThingId thing, boolean exclusive);

  /** Lets a certificate speak for a thing, and perhaps for others; repeatable. */
  default void attach(String certificateId, ThingId thing) {
    attach(certificateId, thing, false);
  }

  /** Ends that; false when it did not. */
  boolean detach(String certificateId, ThingId thing);

  /** The things it speaks for, in name order, after a name when one is given. */
  List<Attachment> things(String certificateId, Optional<ThingName> after, int limit);

  /** Names of all things it speaks for, in order. */
  default List<ThingName> things(String certificateId) {
    return things(certificateId, Optional.empty(), Integer.MAX_VALUE).stream()
        .map(Attachment::thingName)
        .toList();
  }

  /** The certificates that speak for a thing, in order of their ids. */
  List<Attachment> certificates(ThingId thing);

  /** A place in the order of creation. */
  record Place(Instant createdAt, String certificateId) {}

  /**
   * Which certificates to list.
   *
   * @param authority only those registered on its word
   * @param after where the page before ended
   * @param ascending oldest first
   */
  record Window(Optional<String> authority, Optional<Place> after, boolean ascending, int limit) {}
}
