package errand.server;

import errand.core.app.Artifacts;
import errand.core.app.DocumentSource;
import errand.core.app.Links;
import errand.core.app.Store;
import errand.server.artifact.ArtifactStore;
import errand.server.artifact.Broom;
import errand.server.fetch.FetchedDocuments;
import errand.server.fetch.Fetcher;
import errand.server.identity.LinkKeys;
import errand.server.identity.Presigner;
import errand.server.s3.ObjectLinks;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntSupplier;

/** The files of one account, the links to them, and where its documents come from. */
record Depot(ArtifactStore files, Links links, DocumentSource sources, Broom broom)
    implements AutoCloseable {

  /**
   * What the depots of all accounts share.
   *
   * @param real time for links
   * @param httpsPort known once the listener is open
   */
  record Yard(
      Config config, LinkKeys keys, Fetcher fetcher, IntSupplier httpsPort, InstantSource real) {}

  /** Opens the depot of an account whose data is in that folder. */
  static Depot open(Yard yard, String account, Path folder, Store store) {
    var config = yard.config();
    var files =
        ArtifactStore.open(
            folder.resolve("artifacts"), new Artifacts(store, yard.real()), yard.real());
    var key = yard.keys().of(account);
    var names = new HashSet<>(config.names());
    names.addAll(List.of("localhost", Config.LOOPBACK));
    var here =
        new ObjectLinks.Here(
            config.host(),
            names,
            yard.httpsPort(),
            new Presigner.By(key.id(), key.secret(), config.region()));
    var links = new ObjectLinks(here, config.artifacts().storages(), yard.real());
    var sources = new FetchedDocuments(files, links, yard.fetcher());
    return new Depot(files, links, sources, new Broom(files));
  }

  @Override
  public void close() {
    broom.close();
  }
}
