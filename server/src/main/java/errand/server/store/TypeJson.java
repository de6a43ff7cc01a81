package errand.server.store;

import errand.core.fleet.TypeProperties;
import errand.core.fleet.TypeProperties.Propagating;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link TypeProperties} as they are stored. */
record TypeJson(
    @Nullable String description,
    @Nullable List<String> searchable,
    @Nullable List<PropagatingJson> propagating) {
  static TypeJson of(TypeProperties properties) {
    return new TypeJson(
        properties.description(),
        properties.searchable(),
        properties
            .propagating()
            .map(list -> list.stream().map(PropagatingJson::of).toList())
            .orElse(null));
  }

  TypeProperties properties() {
    return new TypeProperties(
        description == null ? "" : description,
        searchable == null ? List.of() : searchable,
        Optional.ofNullable(propagating)
            .map(list -> list.stream().map(PropagatingJson::propagating).toList()));
  }

  record PropagatingJson(
      @Nullable String key, @Nullable String attribute, @Nullable String connection) {
    static PropagatingJson of(Propagating each) {
      return new PropagatingJson(
          each.key().orElse(null), each.attribute().orElse(null), each.connection().orElse(null));
    }

    Propagating propagating() {
      return new Propagating(
          Optional.ofNullable(key),
          Optional.ofNullable(attribute),
          Optional.ofNullable(connection));
    }
  }
}
