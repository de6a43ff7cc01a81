package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.thingId;

import errand.core.artifact.S3Url;
import errand.core.catalog.Release;
import errand.core.catalog.Software;
import errand.core.fleet.Installed;
import errand.core.fleet.query.IndexedThing;
import errand.core.name.PackageName;
import errand.core.name.ThingName;
import errand.core.name.VersionName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link CatalogRows} and {@link InstalledRows}. */
interface CatalogRowsContract extends ContractedStore {
  PackageName FW = new PackageName("fw");

  private static Software software(String name) {
    return new Software(
        new PackageName(name),
        Optional.of("what it is"),
        Optional.of(new VersionName("2.1")),
        T0,
        T0.plusSeconds(1));
  }

  private static Release release(String name, String version) {
    return new Release(
        new PackageName(name),
        new VersionName(version),
        Release.Status.PUBLISHED,
        new Release.Content(
            Optional.of("d"),
            Map.of("k", "v"),
            S3Url.parseRaw("s3://b-1/k?versionId=3"),
            Optional.of("{}")),
        T0,
        T0.plusSeconds(1));
  }

  private static Installed installed(String name, String version) {
    return new Installed(
        new PackageName(name), new VersionName(version), Map.of("a", "\"1\"", "b", "2"));
  }

  @Test
  default void packages_and_versions_come_back_whole_and_in_pages() {
    change(
        tx -> {
          tx.catalog().put(software("fw"));
          tx.catalog().put(software("app"));
          tx.catalog().put(release("fw", "2.1"));
          tx.catalog().put(release("fw", "2.0"));
          tx.catalog().put(release("app", "1"));
        });

    assertFound(tx -> tx.catalog().find(FW)).contains(software("fw"));
    assertListed(tx -> tx.catalog().list(Optional.empty(), 1)).containsExactly(software("app"));
    assertListed(tx -> tx.catalog().list(Optional.of(new PackageName("app")), 9))
        .containsExactly(software("fw"));
    assertFound(tx -> tx.catalog().find(FW, new VersionName("2.1"))).contains(release("fw", "2.1"));
    assertListed(tx -> tx.catalog().versions(FW, Optional.empty(), 9))
        .containsExactly(release("fw", "2.0"), release("fw", "2.1"));
    assertListed(tx -> tx.catalog().versions(FW, Optional.of(new VersionName("2.0")), 9))
        .containsExactly(release("fw", "2.1"));
  }

  @Test
  default void packages_and_versions_can_be_replaced_and_deleted() {
    Software renewed = software("fw").description("new", T0.plusSeconds(9));
    Release draft = release("fw", "2.1").status(Release.Status.DEPRECATED, T0.plusSeconds(9));
    change(
        tx -> {
          tx.catalog().put(software("fw"));
          tx.catalog().put(release("fw", "2.1"));
          tx.catalog().put(renewed);
          tx.catalog().put(draft);
        });

    assertFound(tx -> tx.catalog().find(FW)).contains(renewed);
    assertFound(tx -> tx.catalog().find(FW, new VersionName("2.1"))).contains(draft);

    change(
        tx -> {
          tx.catalog().delete(FW, new VersionName("2.1"));
          tx.catalog().delete(FW);
        });

    assertFound(tx -> tx.catalog().find(FW)).isEmpty();
    assertFound(tx -> tx.catalog().find(FW, new VersionName("2.1"))).isEmpty();
  }

  @Test
  default void what_runs_on_a_thing_is_replaced_package_by_package() {
    change(
        tx -> {
          tx.installed().put(thingId(1), installed("fw", "1"));
          tx.installed().put(thingId(1), installed("app", "7"));
          tx.installed().put(thingId(2), installed("fw", "1"));
          tx.installed().put(thingId(1), installed("fw", "2"));
        });

    assertListed(tx -> tx.installed().of(thingId(1)))
        .containsExactly(installed("app", "7"), installed("fw", "2"));

    change(
        tx -> {
          tx.installed().remove(thingId(1), new PackageName("app"));
          tx.installed().forget(thingId(2));
        });

    assertListed(tx -> tx.installed().of(thingId(1))).containsExactly(installed("fw", "2"));
    assertListed(tx -> tx.installed().of(thingId(2))).isEmpty();
  }

  @Test
  default void the_index_shows_what_runs_on_a_thing() {
    var thing = StoreSamples.thing("t1", 1);
    var indexed =
        new IndexedThing(
            thing,
            List.of(),
            Optional.empty(),
            List.of(installed("app", "7"), installed("fw", "2")));
    change(
        tx -> {
          tx.things().insert(thing);
          tx.installed().put(thingId(1), installed("fw", "2"));
          tx.installed().put(thingId(1), installed("app", "7"));
        });

    assertFound(tx -> tx.search().find(new ThingName("t1"))).contains(indexed);
    assertListed(
            tx ->
                tx.search().candidates(errand.core.fleet.query.Narrowing.NONE, Optional.empty(), 9))
        .containsExactly(indexed);
  }
}
