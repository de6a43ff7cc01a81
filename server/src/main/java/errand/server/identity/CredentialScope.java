package errand.server.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code Credential=} names: whose key, and what the signing key was derived for.
 *
 * @param date eight digits
 * @param region free text of the client [choice: letters, digits, hyphens, at most 64]
 * @param service signing name such as {@code iot} or {@code iot-jobs-data}
 */
record CredentialScope(String accessKeyId, String date, String region, String service) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9_]{1,128})/([0-9]{8})/([A-Za-z0-9-]{1,64})/([A-Za-z0-9-]{1,64})"
              + "/aws4_request");

  static Optional<CredentialScope> parse(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new CredentialScope(
                matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)))
        : Optional.empty();
  }

  /** The scope as the string to sign has it. */
  String text() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }
}
