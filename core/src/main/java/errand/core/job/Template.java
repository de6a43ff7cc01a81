package errand.core.job;

import errand.core.catalog.Destination;
import errand.core.name.TemplateId;
import errand.core.schedule.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What jobs can be made from; never changed after its creation.
 *
 * @param document JSON text
 * @param url where the document was fetched from, when it was
 * @param terms what jobs take over where they say nothing; never a description, which stays here
 * @param versions what jobs bring things to where they say nothing
 * @param order place in the order of all creations; newest first means highest first
 */
public record Template(
    TemplateId id,
    String description,
    String document,
    Optional<String> url,
    Terms terms,
    List<Window> windows,
    List<Destination> versions,
    Instant createdAt,
    long order) {
  /** Without destinations. */
  public Template(
      TemplateId id,
      String description,
      String document,
      Optional<String> url,
      Terms terms,
      List<Window> windows,
      Instant createdAt,
      long order) {
    this(id, description, document, url, terms, windows, List.of(), createdAt, order);
  }

  public Template {
    windows = List.copyOf(windows);
    versions = List.copyOf(versions);
    if (terms.description().isPresent()) {
      throw new IllegalArgumentException("a template's terms have no description");
    }
  }
}
