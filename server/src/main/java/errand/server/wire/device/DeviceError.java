package errand.server.wire.device;

/**
 * The errors a device can meet, with their name on each transport. Source: device-protocol 2.9 (the
 * pairing), seed (the codes), model (HTTPS names and statuses).
 */
public enum DeviceError {
  INVALID_TOPIC("InvalidTopic", "InvalidRequestException", 400),
  INVALID_JSON("InvalidJson", "InvalidRequestException", 400),
  INVALID_REQUEST("InvalidRequest", "InvalidRequestException", 400),
  INVALID_STATE_TRANSITION("InvalidStateTransition", "InvalidStateTransitionException", 409),
  RESOURCE_NOT_FOUND("ResourceNotFound", "ResourceNotFoundException", 404),
  VERSION_MISMATCH("VersionMismatch", "InvalidStateTransitionException", 409),
  INTERNAL_ERROR("InternalError", "ServiceUnavailableException", 503),
  REQUEST_THROTTLED("RequestThrottled", "ThrottlingException", 429),
  TERMINAL_STATE_REACHED("TerminalStateReached", "TerminalStateException", 410);

  private final String code;
  private final String exception;
  private final int status;

  DeviceError(String code, String exception, int status) {
    this.code = code;
    this.exception = exception;
    this.status = status;
  }

  /** The {@code code} of an MQTT ErrorResponse. */
  public String code() {
    return code;
  }

  /** The {@code x-amzn-ErrorType} over HTTPS. */
  public String exception() {
    return exception;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
