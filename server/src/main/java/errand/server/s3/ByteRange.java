package errand.server.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some octets of an object.
 *
 * @param from the first, counted from 0
 * @param length at least 1
 */
record ByteRange(long from, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /**
   * What a Range header asks of an object of this length. Empty when it asks in a way that is not
   * served, such as for several ranges: then the whole is sent, as S3 does.
   */
  static Optional<ByteRange> parse(String header, long length) {
    Matcher form = FORM.matcher(header.strip());
    if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (form.group(1).isEmpty()) {
      long count = Math.min(Long.parseLong(form.group(2)), length);
      return satisfied(length - count, count, length);
    }
    long from = Long.parseLong(form.group(1));
    long last = form.group(2).isEmpty() ? length - 1 : Long.parseLong(form.group(2));
    if (last < from && !form.group(2).isEmpty()) {
      return Optional.empty();
    }
    return satisfied(from, Math.min(last, length - 1) - from + 1, length);
  }

  private static Optional<ByteRange> satisfied(long from, long count, long length) {
    if (from >= length || count < 1) {
      throw new S3Exception(S3Error.INVALID_RANGE);
    }
    return Optional.of(new ByteRange(from, count));
  }

  /** As a Content-Range header tells it. */
  String shown(long whole) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + whole;
  }
}
