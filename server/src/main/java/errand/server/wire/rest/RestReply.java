package errand.server.wire.rest;

import errand.server.wire.json.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is sent back.
 *
 * @param errorType the {@code x-amzn-ErrorType}, on errors
 * @param body JSON, or nothing at all
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are big, short-lived and never compared
public record RestReply(int status, Optional<String> errorType, byte[] body) {
  public static RestReply ok(ObjectNode body) {
    return new RestReply(200, Optional.empty(), Json.bytes(body));
  }

  /** 200 with no body, as AWS answers operations without output (control-plane 1.1). */
  public static RestReply empty() {
    return new RestReply(200, Optional.empty(), new byte[0]);
  }

  public static RestReply error(int status, String type, String message) {
    return new RestReply(
        status, Optional.of(type), Json.bytes(Json.object().put("message", message)));
  }

  /** The answer to a path and method that mean nothing here; never a 200 (control-plane 13). */
  public static RestReply unknownOperation() {
    return error(404, "UnknownOperationException", "No operation has this method and path.");
  }
}
