package errand.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.identity.SigV4Verdict.Refused;
import errand.server.identity.SigV4Verdict.Signed;
import errand.server.identity.SigV4Verdict.Unsigned;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigV4Test {
  private static final Instant T0 = SignedRequests.SIGNED_AT;
  private static final SignableRequest UPDATE = SignedRequests.named("update");
  private static final SignableRequest LIST = SignedRequests.named("list with query");
  private static final SignableRequest LINK = SignedRequests.named("link");
  private static final SignableRequest UNSIGNED_PAYLOAD =
      SignedRequests.named("unsigned payload over tls");

  @Test
  void a_request_without_a_signature_is_unsigned() {
    var bare = SignedRequests.header(UPDATE, "authorization");

    assertThat(SignedRequests.verify(bare)).isEqualTo(new Unsigned());
    assertThat(SignedRequests.verify(SignedRequests.header(bare, "authorization", "Bearer x")))
        .isEqualTo(new Unsigned());
  }

  @TestFactory
  Stream<DynamicTest> a_change_of_any_signed_part_is_refused() {
    Map<String, SignableRequest> changed = new LinkedHashMap<>();
    changed.put("method", SignedRequests.method(UPDATE, "PUT"));
    changed.put("path", SignedRequests.path(UPDATE, "/things/t1/jobs/j2"));
    changed.put("path case", SignedRequests.path(UPDATE, "/things/T1/jobs/j1"));
    changed.put("path dots", SignedRequests.path(UPDATE, "/x/../things/t1/jobs/j1"));
    changed.put("path slashes", SignedRequests.path(UPDATE, "//things/t1/jobs/j1"));
    changed.put("path escape", SignedRequests.path(UPDATE, "/things/%741/jobs/j1"));
    changed.put("query added", SignedRequests.query(UPDATE, "force=true"));
    changed.put("query removed", SignedRequests.query(LIST, ""));
    changed.put("query value", SignedRequests.query(LIST, LIST.rawQuery() + "0"));
    changed.put("body", SignedRequests.body(UPDATE, "{\"status\":\"FAILED\"}"));
    changed.put("empty body", SignedRequests.body(UPDATE, ""));
    changed.put("host", SignedRequests.header(UPDATE, "host", "evil.example"));
    changed.put("type", SignedRequests.header(UPDATE, "content-type", "text/plain"));
    changed.put("no type", SignedRequests.header(UPDATE, "content-type"));
    changed.put("type twice", SignedRequests.header(UPDATE, "content-type", "a", "b"));
    changed.put("date", SignedRequests.header(UPDATE, "x-amz-date", "20260314T092654Z"));
    changed.put("region", SignedRequests.authorization(UPDATE, "eu-central-1", "eu-central-2"));
    changed.put("service", SignedRequests.authorization(UPDATE, "/iot-jobs-data/", "/iot/"));
    changed.put(
        "signed headers", SignedRequests.authorization(UPDATE, "content-type;host", "host"));
    changed.put("signature", SignedRequests.authorization(UPDATE, "Signature=a", "Signature=b"));
    changed.put("link path", SignedRequests.path(LINK, "/things"));
    changed.put("link query", SignedRequests.query(LINK, LINK.rawQuery().replace("a%20b", "c")));
    changed.put("link life", SignedRequests.query(LINK, LINK.rawQuery().replace("=900", "=901")));
    changed.put("link body", SignedRequests.body(LINK, "x"));
    return changed.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> assertRefused(each.getValue(), 403, "InvalidSignatureException")));
  }

  private static void assertRefused(SignableRequest request, int status, String code) {
    assertRefused(SignedRequests.verify(request), status, code);
  }

  private static void assertRefused(SigV4Verdict verdict, int status, String code) {
    assertThat(verdict).isInstanceOf(Refused.class);
    assertThat(((Refused) verdict).status()).isEqualTo(status);
    assertThat(((Refused) verdict).code()).isEqualTo(code);
  }

  @Test
  void an_unknown_key_is_named_as_such_whatever_the_signature() {
    var other = SignedRequests.authorization(UPDATE, "TESTKEY001", "TESTKEY002");

    assertRefused(other, 403, "UnrecognizedClientException");
  }

  @Test
  void another_secret_is_refused() {
    var key = new AccessKey(SignedRequests.KEY.id(), "x".repeat(40), "123456789012", Role.ADMIN);
    var verifier = new SigV4(_ -> Optional.of(key), SigV4Settings.USUAL, () -> T0);

    assertRefused(verifier.verify(UPDATE), 403, "InvalidSignatureException");
  }

  @Test
  void a_signature_holds_five_minutes_either_way_and_not_a_second_more() {
    var skew = Duration.ofMinutes(5);

    assertThat(SignedRequests.verifierAt(T0.plus(skew)).verify(UPDATE)).isInstanceOf(Signed.class);
    assertThat(SignedRequests.verifierAt(T0.minus(skew)).verify(UPDATE)).isInstanceOf(Signed.class);
    assertRefused(
        SignedRequests.verifierAt(T0.plus(skew).plusSeconds(1)).verify(UPDATE),
        400,
        "RequestExpired");
    assertRefused(
        SignedRequests.verifierAt(T0.minus(skew).minusSeconds(1)).verify(UPDATE),
        400,
        "RequestExpired");
  }

  @Test
  void a_link_holds_as_long_as_it_says() {
    assertThat(SignedRequests.verifierAt(T0.plusSeconds(900)).verify(LINK))
        .isInstanceOf(Signed.class);
    assertRefused(
        SignedRequests.verifierAt(T0.plusSeconds(901)).verify(LINK), 400, "RequestExpired");
  }

  @Test
  void only_a_websocket_link_may_name_no_life_and_then_holds_five_minutes() {
    var endless = LINK.rawQuery().replaceFirst("&?X-Amz-Expires=900", "");
    var webSocket =
        SignedRequests.query(
            LINK,
            endless.replaceFirst("[a-z0-9-]+%2Faws4_request", "iotdevicegateway%2Faws4_request"));

    // Signed otherwise, but the time is looked at first.
    assertRefused(
        SignedRequests.verifierAt(T0.plusSeconds(300)).verify(webSocket),
        403,
        "InvalidSignatureException");
    assertRefused(
        SignedRequests.verifierAt(T0.plusSeconds(301)).verify(webSocket), 400, "RequestExpired");
    assertRefused(SignedRequests.query(LINK, endless), 403, "IncompleteSignatureException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "604801", "-1", "1e3", ""})
  void a_link_with_an_impossible_life_is_refused(String seconds) {
    var query = LINK.rawQuery().replace("Expires=900", "Expires=" + seconds);

    assertRefused(SignedRequests.query(LINK, query), 403, "IncompleteSignatureException");
  }

  @Test
  void an_unsigned_payload_is_taken_over_tls_only() {
    assertThat(SignedRequests.verify(SignedRequests.body(UNSIGNED_PAYLOAD, "other")))
        .isInstanceOf(Signed.class);
    assertRefused(SignedRequests.secure(UNSIGNED_PAYLOAD, false), 403, "InvalidSignatureException");
  }

  @Test
  void an_announced_hash_must_be_the_body_s() {
    var put = SignedRequests.named("s3 put");

    assertRefused(SignedRequests.body(put, "other"), 403, "InvalidSignatureException");
  }

  @Test
  void an_unsigned_hash_header_changes_nothing() {
    var with = SignedRequests.header(UPDATE, "x-amz-content-sha256", "UNSIGNED-PAYLOAD");

    assertThat(SignedRequests.verify(with)).isInstanceOf(Signed.class);
    assertRefused(SignedRequests.body(with, "other"), 403, "InvalidSignatureException");
  }

  @Test
  void a_session_token_that_was_not_signed_is_ignored() {
    var with = SignedRequests.header(UPDATE, "x-amz-security-token", "whatever");

    assertThat(SignedRequests.verify(with)).isInstanceOf(Signed.class);
  }

  @Test
  void the_host_must_be_signed() {
    var without = SignedRequests.authorization(UPDATE, ";host;", ";");

    assertRefused(without, 403, "InvalidSignatureException");
  }

  @Test
  void a_pinned_region_refuses_others() {
    var settings = new SigV4Settings(Duration.ofMinutes(5), Optional.of("us-east-1"));
    var verifier = new SigV4(SignedRequests::lookup, settings, () -> T0);

    assertRefused(verifier.verify(UPDATE), 403, "InvalidSignatureException");
    assertThat(verifier.verify(SignedRequests.named("header blanks"))).isInstanceOf(Signed.class);
  }

  @Test
  void a_plus_in_a_query_means_a_blank() {
    var query = LINK.rawQuery().replace("a%20b", "a+b");

    assertThat(SignedRequests.verify(SignedRequests.query(LINK, query))).isInstanceOf(Signed.class);
  }

  @TestFactory
  Stream<DynamicTest> a_malformed_signature_is_incomplete() {
    var signature = UPDATE.all("authorization").getFirst();
    Map<String, SignableRequest> flawed = new LinkedHashMap<>();
    for (var member : List.of("Credential", "SignedHeaders", "Signature")) {
      flawed.put("no " + member, SignedRequests.authorization(UPDATE, member + "=", "Other="));
    }
    flawed.put("algorithm", SignedRequests.authorization(UPDATE, "HMAC-SHA256", "HMAC-SHA512"));
    flawed.put("scope", SignedRequests.authorization(UPDATE, "aws4_request", "aws5_request"));
    flawed.put("hex case", SignedRequests.authorization(UPDATE, "Signature=a", "Signature=A"));
    flawed.put("repeated", SignedRequests.authorization(UPDATE, ";host;", ";host;host;"));
    flawed.put("upper name", SignedRequests.authorization(UPDATE, ";host;", ";Host;"));
    flawed.put(
        "member twice",
        SignedRequests.header(
            UPDATE, "authorization", signature + ", Signature=" + "0".repeat(64)));
    flawed.put(
        "header twice", SignedRequests.header(UPDATE, "authorization", signature, signature));
    flawed.put("header and link", SignedRequests.query(UPDATE, LINK.rawQuery()));
    flawed.put("no date", SignedRequests.header(UPDATE, "x-amz-date"));
    flawed.put(
        "two dates",
        SignedRequests.header(UPDATE, "x-amz-date", "20260314T092653Z", "20260314T092653Z"));
    flawed.put("bad date", SignedRequests.header(UPDATE, "x-amz-date", "20260230T092653Z"));
    flawed.put("bare", SignedRequests.header(UPDATE, "authorization", "AWS4-HMAC-SHA256"));
    flawed.put(
        "link part twice", SignedRequests.query(LINK, LINK.rawQuery() + "&X-Amz-Expires=900"));
    flawed.put(
        "link part missing",
        SignedRequests.query(LINK, LINK.rawQuery().replace("X-Amz-Date=", "Date=")));
    return flawed.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> assertRefused(each.getValue(), 403, "IncompleteSignatureException")));
  }

  @Test
  void signing_keys_kept_are_bounded() {
    var keys = new SigningKeys();

    for (var i = 0; i < SigningKeys.KEPT_MAX + 10; i++) {
      keys.signingKey("secret", new CredentialScope("id", "20260314", "r" + i, "iot"));
    }

    assertThat(keys.size()).isEqualTo(SigningKeys.KEPT_MAX);
  }
}
