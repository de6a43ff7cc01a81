package errand.server.store;

import errand.core.fleet.Indexing;
import errand.core.fleet.Indexing.ConnectivityMode;
import errand.core.fleet.Indexing.DefenderMode;
import errand.core.fleet.Indexing.Field;
import errand.core.fleet.Indexing.FieldType;
import errand.core.fleet.Indexing.Fields;
import errand.core.fleet.Indexing.Filter;
import errand.core.fleet.Indexing.GeoLocation;
import errand.core.fleet.Indexing.GroupMode;
import errand.core.fleet.Indexing.OfGroups;
import errand.core.fleet.Indexing.OfThings;
import errand.core.fleet.Indexing.ShadowMode;
import errand.core.fleet.Indexing.Sources;
import errand.core.fleet.Indexing.ThingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Indexing} as it is stored. */
record IndexingJson(ThingsJson things, GroupsJson groups) {
  static IndexingJson of(Indexing indexing) {
    return new IndexingJson(ThingsJson.of(indexing.things()), GroupsJson.of(indexing.groups()));
  }

  Indexing indexing() {
    return new Indexing(things.things(), groups.groups());
  }

  record ThingsJson(
      ThingMode mode,
      ConnectivityMode connectivity,
      DefenderMode defender,
      ShadowMode namedShadows,
      FieldsJson fields,
      @Nullable FilterJson filter) {
    static ThingsJson of(OfThings things) {
      return new ThingsJson(
          things.mode(),
          things.sources().connectivity(),
          things.sources().defender(),
          things.sources().namedShadows(),
          FieldsJson.of(things.fields()),
          things.filter().map(FilterJson::of).orElse(null));
    }

    OfThings things() {
      return new OfThings(
          mode,
          new Sources(connectivity, defender, namedShadows),
          fields.fields(),
          Optional.ofNullable(filter).map(FilterJson::filter));
    }
  }

  record GroupsJson(GroupMode mode, FieldsJson fields) {
    static GroupsJson of(OfGroups groups) {
      return new GroupsJson(groups.mode(), FieldsJson.of(groups.fields()));
    }

    OfGroups groups() {
      return new OfGroups(mode, fields.fields());
    }
  }

  record FieldsJson(List<FieldJson> managed, List<FieldJson> custom) {
    static FieldsJson of(Fields fields) {
      return new FieldsJson(
          fields.managed().stream().map(FieldJson::of).toList(),
          fields.custom().stream().map(FieldJson::of).toList());
    }

    Fields fields() {
      return new Fields(
          managed.stream().map(FieldJson::field).toList(),
          custom.stream().map(FieldJson::field).toList());
    }
  }

  record FieldJson(@Nullable String name, @Nullable FieldType type) {
    static FieldJson of(Field field) {
      return new FieldJson(field.name().orElse(null), field.type().orElse(null));
    }

    Field field() {
      return new Field(Optional.ofNullable(name), Optional.ofNullable(type));
    }
  }

  record FilterJson(List<String> namedShadows, List<GeoJson> geoLocations) {
    static FilterJson of(Filter filter) {
      return new FilterJson(
          filter.namedShadows(), filter.geoLocations().stream().map(GeoJson::of).toList());
    }

    Filter filter() {
      return new Filter(namedShadows, geoLocations.stream().map(GeoJson::location).toList());
    }
  }

  record GeoJson(@Nullable String name, @Nullable String order) {
    static GeoJson of(GeoLocation location) {
      return new GeoJson(location.name().orElse(null), location.order().orElse(null));
    }

    GeoLocation location() {
      return new GeoLocation(Optional.ofNullable(name), Optional.ofNullable(order));
    }
  }
}
