package errand.core.fleet.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A thing made of fields. */
record SampleThing(Map<String, List<String>> fields) implements Searchable {
  /** The thing that the tables ask about. */
  static final SampleThing PUMP =
      new SampleThing(Map.of())
          .with("thingName", "Pump-17:a_B")
          .with("thingId", "0190aa00-0000-7000-8000-000000000001")
          .with("thingTypeName", "Pump")
          .with("thingGroupNames", "berlin", "Beta-Testers")
          .with("attributes.firmware", "1.2.10")
          .with("attributes.battery", "75")
          .with("attributes.offset", "-3.50")
          .with("attributes.site", "Hall/4,B#2")
          .with("attributes.serial", "ABCE")
          .with("attributes.a:b", "x=y")
          .with("connectivity.connected", "true")
          .with("connectivity.timestamp", "1800000000123")
          .with("shadow.reported.note", "low oil pressure");

  SampleThing {
    fields = new LinkedHashMap<>(fields);
  }

  SampleThing with(String field, String... values) {
    var more = new LinkedHashMap<>(fields);
    more.put(field, List.of(values));
    return new SampleThing(more);
  }

  @Override
  public List<String> values(String field) {
    return fields.getOrDefault(field, List.of());
  }

  @Override
  public List<String> everything() {
    return fields.entrySet().stream()
        .filter(each -> !each.getKey().startsWith("connectivity."))
        .flatMap(each -> each.getValue().stream())
        .toList();
  }
}
