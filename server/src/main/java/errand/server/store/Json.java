package errand.server.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import errand.core.app.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON in columns. Reading is lenient, so that an older program reads what a newer one wrote:
 * unknown members are passed over, and absent ones are empty.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final ObjectReader PAIRS =
      MAPPER.readerFor(new TypeReference<LinkedHashMap<String, String>>() {});

  private Json() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException failure) {
      throw new StoreException("a column holds no " + type.getSimpleName(), failure);
    }
  }

  /** Name-value pairs, in the order of the text. */
  static Map<String, String> pairs(String text) {
    try {
      return PAIRS.readValue(text);
    } catch (JacksonException failure) {
      throw new StoreException("a column holds no name-value pairs", failure);
    }
  }

  static SortedMap<String, String> sortedPairs(String text) {
    return new TreeMap<>(pairs(text));
  }
}
