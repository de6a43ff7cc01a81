package errand.server.s3;

/** S3's errors, with their names and statuses. Source: S3 API reference, error responses [doc]. */
enum S3Error {
  ACCESS_DENIED(403, "AccessDenied", "Access Denied"),
  BAD_DIGEST(400, "BadDigest", "The checksum you specified did not match what we received."),
  BUCKET_ALREADY_OWNED_BY_YOU(
      409, "BucketAlreadyOwnedByYou", "The bucket exists already, and you own it."),
  BUCKET_NOT_EMPTY(409, "BucketNotEmpty", "The bucket you tried to delete is not empty."),
  ENTITY_TOO_LARGE(400, "EntityTooLarge", "The object is larger than is allowed."),
  ENTITY_TOO_SMALL(400, "EntityTooSmall", "A part but the last is smaller than 5 MiB."),
  INCOMPLETE_BODY(400, "IncompleteBody", "The body is shorter than was announced."),
  INTERNAL_ERROR(500, "InternalError", "An internal error occurred; please try again."),
  INVALID_ACCESS_KEY_ID(403, "InvalidAccessKeyId", "The access key id is not known here."),
  INVALID_ARGUMENT(400, "InvalidArgument", "Invalid Argument"),
  INVALID_BUCKET_NAME(400, "InvalidBucketName", "The bucket's name is not valid."),
  INVALID_DIGEST(400, "InvalidDigest", "The Content-MD5 you specified is not valid."),
  INVALID_PART(400, "InvalidPart", "A part was not found, or its tag is another."),
  INVALID_PART_ORDER(400, "InvalidPartOrder", "The parts are not in ascending order."),
  INVALID_RANGE(416, "InvalidRange", "The requested range cannot be satisfied."),
  INVALID_REQUEST(400, "InvalidRequest", "Invalid Request"),
  INVALID_URI(400, "InvalidURI", "The URI could not be read."),
  KEY_TOO_LONG(400, "KeyTooLongError", "The key is longer than 1024 bytes."),
  MALFORMED_AUTHORIZATION(
      400, "AuthorizationHeaderMalformed", "The authorization could not be read."),
  MALFORMED_XML(400, "MalformedXML", "The XML you provided is not well formed or not valid."),
  METADATA_TOO_LARGE(400, "MetadataTooLarge", "The metadata headers are larger than is allowed."),
  METHOD_NOT_ALLOWED(405, "MethodNotAllowed", "The method is not allowed for this resource."),
  MISSING_CONTENT_LENGTH(411, "MissingContentLength", "The Content-Length header is needed."),
  NO_SUCH_BUCKET(404, "NoSuchBucket", "The specified bucket does not exist."),
  NO_SUCH_KEY(404, "NoSuchKey", "The specified key does not exist."),
  NO_SUCH_UPLOAD(404, "NoSuchUpload", "The specified upload does not exist."),
  NO_SUCH_VERSION(404, "NoSuchVersion", "The specified version does not exist."),
  NOT_FOUND(404, "NotFound", "Not Found"),
  NOT_IMPLEMENTED(501, "NotImplemented", "This is not implemented here."),
  NOT_MODIFIED(304, "NotModified", "Not Modified"),
  PRECONDITION_FAILED(
      412, "PreconditionFailed", "At least one of the preconditions you specified did not hold."),
  REQUEST_TIME_TOO_SKEWED(
      403, "RequestTimeTooSkewed", "Your clock and ours differ by more than is allowed."),
  SIGNATURE_DOES_NOT_MATCH(
      403,
      "SignatureDoesNotMatch",
      "The signature we calculated does not match the one you provided."),
  TOO_MANY_BUCKETS(400, "TooManyBuckets", "There are as many buckets as are allowed."),
  CONTENT_MISMATCH(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.");

  private final int status;
  private final String code;
  private final String message;

  S3Error(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String message() {
    return message;
  }
}
