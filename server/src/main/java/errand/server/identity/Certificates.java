package errand.server.identity;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/**
 * The three kinds of certificate made here, all signed with ECDSA and SHA-256.
 *
 * <p>Purposes are kept apart by the extended key usage: a device's certificate is good for a client
 * only, so no device can pass for the server although one authority signs both.
 */
final class Certificates {
  static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365L);
  // Below the 398 days that some client platforms accept at most.
  static final Duration SERVER_LIFE = Duration.ofDays(397);
  // The end AWS writes into the device certificates it makes. [doc]
  static final Instant DEVICE_END = Instant.parse("2049-12-31T23:59:59Z");
  // Certificates are valid a little early, for devices whose clocks are a little late.
  static final Duration BACKDATING = Duration.ofMinutes(5);

  private static final SecureRandom RANDOM = new SecureRandom();

  private Certificates() {}

  /** A new authority; its name has random digits, so that two installations are told apart. */
  static KeyAndChain newAuthority(Instant now) {
    var pair = KeyKind.EC_P256.generate();
    var digits = HexFormat.of().formatHex(randomBytes(4));
    var name = new X500Name("CN=Errand local authority " + digits);
    var span = new Span(now.minus(BACKDATING), now.plus(AUTHORITY_LIFE));
    var draft = draft(name, name, span, pair.getPublic());
    draft.extend(Extension.basicConstraints, true, new BasicConstraints(0));
    draft.extend(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return new KeyAndChain(pair.getPrivate(), List.of(draft.sign(pair.getPrivate())));
  }

  static KeyAndChain newServer(KeyAndChain authority, ServerNames names, Instant now) {
    var pair = KeyKind.EC_P256.generate();
    var span = within(authority, new Span(now.minus(BACKDATING), now.plus(SERVER_LIFE)));
    var draft = draft(issuer(authority), new X500Name("CN=Errand server"), span, pair.getPublic());
    draft.endEntity(KeyPurposeId.id_kp_serverAuth, authority);
    draft.extend(Extension.subjectAlternativeName, false, names.extension());
    return new KeyAndChain(
        pair.getPrivate(), List.of(draft.sign(authority.key()), authority.certificate()));
  }

  static X509Certificate newDevice(
      KeyAndChain authority, X500Name subject, PublicKey key, Instant now, Instant until) {
    var span = within(authority, new Span(now.minus(BACKDATING), until));
    var draft = draft(issuer(authority), subject, span, key);
    draft.endEntity(KeyPurposeId.id_kp_clientAuth, authority);
    return draft.sign(authority.key());
  }

  private static X500Name issuer(KeyAndChain authority) {
    // From the DER form, not from the printed name, so that both are the same bytes.
    return X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
  }

  /** A certificate does not outlive its issuer. */
  private static Span within(KeyAndChain authority, Span wished) {
    var end = authority.certificate().getNotAfter().toInstant();
    return wished.end().isAfter(end) ? new Span(wished.start(), end) : wished;
  }

  private static CertificateDraft draft(
      X500Name issuer, X500Name subject, Span span, PublicKey key) {
    // Positive and 127 bits at most; RFC 5280 allows 20 octets.
    var serial = new BigInteger(1, randomBytes(16)).clearBit(127).setBit(126);
    return CertificateDraft.of(
        new JcaX509v3CertificateBuilder(
            issuer, serial, Date.from(span.start()), Date.from(span.end()), subject, key),
        key);
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private record Span(Instant start, Instant end) {}
}
