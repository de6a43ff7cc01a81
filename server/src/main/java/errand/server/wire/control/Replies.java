package errand.server.wire.control;

import errand.core.app.Answer;
import errand.core.app.ControlRefusal;
import errand.server.wire.json.Json;
import errand.server.wire.rest.RestReply;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Replies of the control plane; the pairing of refusals with error names is here, once. */
final class Replies {
  private Replies() {}

  static RestReply invalid(String message) {
    return RestReply.error(400, "InvalidRequestException", message);
  }

  static RestReply refused(ControlRefusal refusal) {
    return switch (refusal.why()) {
      case INVALID -> invalid(refusal.message());
      case INVALID_QUERY -> RestReply.error(400, "InvalidQueryException", refusal.message());
      case NOT_FOUND -> RestReply.error(404, "ResourceNotFoundException", refusal.message());
      case ALREADY_EXISTS ->
          RestReply.error(409, "ResourceAlreadyExistsException", refusal.message());
      case CONFLICT -> conflict(refusal);
      case WRONG_STATE ->
          RestReply.error(409, "InvalidStateTransitionException", refusal.message());
      case VERSION_CONFLICT -> RestReply.error(409, "VersionConflictException", refusal.message());
      case DELETE_CONFLICT -> RestReply.error(409, "DeleteConflictException", refusal.message());
      case VERSIONS_LIMIT ->
          RestReply.error(409, "VersionsLimitExceededException", refusal.message());
      case MALFORMED_POLICY -> RestReply.error(400, "MalformedPolicyException", refusal.message());
      case CERTIFICATE_STATE ->
          RestReply.error(406, "CertificateStateException", refusal.message());
      case CERTIFICATE_INVALID ->
          RestReply.error(400, "CertificateValidationException", refusal.message());
      case CERTIFICATE_CONFLICT ->
          RestReply.error(409, "CertificateConflictException", refusal.message());
      case REGISTRATION_CODE ->
          RestReply.error(400, "RegistrationCodeValidationException", refusal.message());
      case OWNERSHIP_TOKEN -> invalid(refusal.message());
      case LIMIT_EXCEEDED -> RestReply.error(410, "LimitExceededException", refusal.message());
    };
  }

  // Tells what is in the way, when that has a name (control-plane 1.2).
  private static RestReply conflict(ControlRefusal refusal) {
    ObjectNode body = Json.object().put("message", refusal.message());
    refusal.resource().ifPresent(id -> body.put("resourceId", id));
    return new RestReply(409, Optional.of("ConflictException"), Json.bytes(body));
  }

  static <T> RestReply of(Answer<T, ControlRefusal> answer, Function<T, RestReply> shape) {
    return answer.fold(shape, Replies::refused);
  }

  /** The same for an operation that creates: tells which resource is in the way. */
  static <T> RestReply created(
      Answer<T, ControlRefusal> answer, String arn, Function<T, RestReply> shape) {
    return answer.fold(
        shape,
        refusal -> {
          if (refusal.why() != ControlRefusal.Why.ALREADY_EXISTS) {
            return refused(refusal);
          }
          ObjectNode body = Json.object().put("message", refusal.message());
          refusal.resource().ifPresent(id -> body.put("resourceId", id));
          body.put("resourceArn", arn);
          return new RestReply(
              409, Optional.of("ResourceAlreadyExistsException"), Json.bytes(body));
        });
  }

  /** 200 with an empty object, for an operation whose output has no members. */
  static RestReply done() {
    return RestReply.ok(Json.object());
  }

  /** Epoch seconds with three decimals, never in exponent form (control-plane 1.1). */
  static BigDecimal seconds(Instant at) {
    return BigDecimal.valueOf(at.toEpochMilli(), 3);
  }
}
