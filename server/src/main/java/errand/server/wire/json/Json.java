package errand.server.wire.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bytes and text to trees and back. All methods may be called from any thread. */
public final class Json {
  /** Deepest nesting read. */
  public static final int DEPTH_MAX = 64;

  /** Longest number read, in characters. */
  public static final int NUMBER_CHARS_MAX = 64;

  private static final int USUAL_BYTES = 512;

  private static final JsonMapper MAPPER = mapper(false);
  private static final JsonMapper NO_DUPLICATES = mapper(true);

  private Json() {}

  private static JsonMapper mapper(boolean refuseDuplicates) {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_CHARS_MAX)
                    .build())
            .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, refuseDuplicates)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build();
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** One JSON value and nothing behind it, or empty when the text is not that. */
  public static Optional<JsonNode> parse(String text) {
    return parse(MAPPER, text);
  }

  /** The same for documents kept for long: a name given twice in one object is refused. */
  public static Optional<JsonNode> parseUnambiguous(String text) {
    return parse(NO_DUPLICATES, text);
  }

  /** An object in UTF-8; no bytes at all count as an empty one (device-protocol 1.8). */
  public static Optional<ObjectNode> parseObject(byte[] utf8) {
    if (utf8.length == 0) {
      return Optional.of(object());
    }
    return decode(utf8).flatMap(Json::parse).filter(JsonNode::isObject).map(ObjectNode.class::cast);
  }

  /** An object whose members are written straight to bytes. */
  public static byte[] object(Consumer<JsonGenerator> members) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
      out.writeStartObject();
      members.accept(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  private static Optional<JsonNode> parse(JsonMapper mapper, String text) {
    try {
      JsonNode node = mapper.readTree(text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  // Decoded here, strictly: left alone, the parser would guess UTF-16 and UTF-32 as well.
  private static Optional<String> decode(byte[] utf8) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}
