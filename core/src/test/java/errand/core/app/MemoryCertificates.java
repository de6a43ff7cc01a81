package errand.core.app;

import errand.core.app.MemoryState.Voice;
import errand.core.fleet.Certificate;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
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
  public void attach(String certificateId, ThingId thing) {
    var voice = new Voice(certificateId, thing);
    tx.changed().voices.put(voice, voice);
  }

  @Override
  public void detach(String certificateId, ThingId thing) {
    tx.changed().voices.remove(new Voice(certificateId, thing));
  }

  @Override
  public List<ThingName> things(String certificateId) {
    MemoryState state = tx.seen();
    return state
        .things
        .all()
        .filter(thing -> state.voices.has(new Voice(certificateId, thing.id())))
        .map(Thing::name)
        .toList();
  }

  @Override
  public List<String> certificates(ThingId thing) {
    return tx.seen()
        .voices
        .all()
        .filter(voice -> voice.thing().equals(thing))
        .map(Voice::certificateId)
        .toList();
  }
}
