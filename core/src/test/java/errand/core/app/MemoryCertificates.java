package errand.core.app;

import errand.core.app.MemoryState.Voice;
import errand.core.fleet.Attachment;
import errand.core.fleet.Certificate;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Certificates in memory. */
record MemoryCertificates(MemoryTx tx) implements CertificateRows {
  @Override
  public Optional<Certificate> find(String certificateId) {
    return tx.seen().certificates.find(certificateId);
  }

  @Override
  public void insert(Certificate certificate) {
    tx.changed().certificates.insert(certificate.id(), certificate);
  }

  @Override
  public void update(Certificate certificate) {
    MemoryState state = tx.changed();
    if (!state.certificates.has(certificate.id())) {
      throw new IllegalStateException("no certificate " + certificate.id());
    }
    state.certificates.put(certificate.id(), certificate);
  }

  @Override
  public boolean delete(String certificateId) {
    MemoryState state = tx.changed();
    state
        .voices
        .keys()
        .filter(voice -> voice.certificateId().equals(certificateId))
        .toList()
        .forEach(state.voices::remove);
    return state.certificates.remove(certificateId);
  }

  @Override
  public List<Certificate> list(Window window) {
    Comparator<Place> order =
        Comparator.comparing(Place::createdAt).thenComparing(Place::certificateId);
    Comparator<Place> wanted = window.ascending() ? order : order.reversed();
    return tx.seen()
        .certificates
        .all()
        .filter(
            each ->
                window.authority().isEmpty()
                    || window.authority().equals(each.source().authority()))
        .filter(
            each ->
                window.after().isEmpty() || wanted.compare(place(each), window.after().get()) > 0)
        .sorted(Comparator.comparing(MemoryCertificates::place, wanted))
        .limit(window.limit())
        .toList();
  }

  private static Place place(Certificate certificate) {
    return new Place(certificate.createdAt(), certificate.id());
  }

  @Override
  public void attach(String certificateId, ThingId thing, boolean exclusive) {
    tx.changed().voices.put(new Voice(certificateId, thing), exclusive);
  }

  @Override
  public boolean detach(String certificateId, ThingId thing) {
    return tx.changed().voices.remove(new Voice(certificateId, thing));
  }

  @Override
  public List<Attachment> things(String certificateId, Optional<ThingName> after, int limit) {
    return tx.seen().things.after(after, Integer.MAX_VALUE).stream()
        .flatMap(thing -> attachment(certificateId, thing).stream())
        .limit(limit)
        .toList();
  }

  @Override
  public List<Attachment> certificates(ThingId thing) {
    MemoryState state = tx.seen();
    Optional<Thing> found = state.things.all().filter(each -> each.id().equals(thing)).findFirst();
    return found.stream()
        .flatMap(
            each ->
                state
                    .voices
                    .keys()
                    .map(Voice::certificateId)
                    .distinct()
                    .flatMap(id -> attachment(id, each).stream()))
        .toList();
  }

  private Optional<Attachment> attachment(String certificateId, Thing thing) {
    return tx.seen()
        .voices
        .find(new Voice(certificateId, thing.id()))
        .map(exclusive -> new Attachment(certificateId, thing.id(), thing.name(), exclusive));
  }
}
