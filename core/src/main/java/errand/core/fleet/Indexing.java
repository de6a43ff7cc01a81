package errand.core.fleet;

import java.util.List;
import java.util.Optional;

/** What the account wants to be searchable. Source: control-plane 10.3 [model]. */
public record Indexing(OfThings things, OfGroups groups) {
  /** Nothing is searchable until an operator says so. */
  public static final Indexing OFF =
      new Indexing(
          new OfThings(
              ThingMode.OFF,
              new Sources(ConnectivityMode.OFF, DefenderMode.OFF, ShadowMode.OFF),
              Fields.NONE,
              Optional.empty()),
          new OfGroups(GroupMode.OFF, Fields.NONE));

  /** What is indexed of things. */
  public enum ThingMode {
    OFF,
    REGISTRY,
    REGISTRY_AND_SHADOW
  }

  /** Whether it is indexed that things are connected. */
  public enum ConnectivityMode {
    OFF,
    STATUS
  }

  /** Whether violations found on things are indexed. */
  public enum DefenderMode {
    OFF,
    VIOLATIONS
  }

  /** Whether named shadows are indexed. */
  public enum ShadowMode {
    OFF,
    ON
  }

  /** Whether thing groups are indexed. */
  public enum GroupMode {
    OFF,
    ON
  }

  /** What a field holds. The constants are spelled as the protocol spells them. */
  public enum FieldType {
    Number,
    String,
    Boolean
  }

  /** A field that may be searched by its type. */
  public record Field(Optional<String> name, Optional<FieldType> type) {}

  /** Fields the service knows, and those the operator added; both as the operator named them. */
  public record Fields(List<Field> managed, List<Field> custom) {
    public static final Fields NONE = new Fields(List.of(), List.of());

    public Fields {
      managed = List.copyOf(managed);
      custom = List.copyOf(custom);
    }
  }

  /** What is indexed of things besides the registry. */
  public record Sources(
      ConnectivityMode connectivity, DefenderMode defender, ShadowMode namedShadows) {}

  /** A field that holds a place on earth, and the order of its two numbers. */
  public record GeoLocation(Optional<String> name, Optional<String> order) {}

  /** Which shadows and places are indexed. */
  public record Filter(List<String> namedShadows, List<GeoLocation> geoLocations) {
    public Filter {
      namedShadows = List.copyOf(namedShadows);
      geoLocations = List.copyOf(geoLocations);
    }
  }

  /** How things are indexed. */
  public record OfThings(ThingMode mode, Sources sources, Fields fields, Optional<Filter> filter) {}

  /** How thing groups are indexed. */
  public record OfGroups(GroupMode mode, Fields fields) {}

  public Indexing with(OfThings next) {
    return new Indexing(next, groups);
  }

  public Indexing with(OfGroups next) {
    return new Indexing(things, next);
  }
}
