package errand.server.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority's files: {@code authority.pem} (key and certificate, irreplaceable), {@code
 * server.pem} (key and chain, made anew when missing) and {@code ca.pem} (the authority's
 * certificate alone, for devices; a copy).
 */
record AuthorityFiles(Path directory) {
  /** A server certificate with less than this left is replaced. */
  static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(AuthorityFiles.class);

  Path authority() {
    return directory.resolve("authority.pem");
  }

  Path server() {
    return directory.resolve("server.pem");
  }

  Path caCertificate() {
    return directory.resolve("ca.pem");
  }

  /** What clients trust when the server shows a certificate of the operator's. */
  Path trust() {
    return directory.resolve("trust.pem");
  }

  void writeTrust(X509Certificate anchor) {
    OwnerOnlyFiles.write(trust(), Pem.of(anchor).getBytes(StandardCharsets.US_ASCII));
  }

  /** Loads the authority, or makes it when this is the first start. */
  KeyAndChain loadOrMakeAuthority(Instant now) {
    OwnerOnlyFiles.createDirectory(directory);
    var firstStart = !Files.exists(authority());
    if (firstStart) {
      refuseLeftovers();
      Certificates.newAuthority(now).write(authority());
      LOG.info("made a local authority file={}", authority());
    }
    var read = KeyAndChain.read(authority(), restoreOrStartOver());
    if (read.certificate().getBasicConstraints() < 0) {
      throw new IdentityException(
          "damaged identity file " + authority() + ": not an authority. " + restoreOrStartOver());
    }
    copyCaCertificate(read);
    return read;
  }

  private void refuseLeftovers() {
    for (var each : new Path[] {server(), caCertificate()}) {
      if (Files.exists(each)) {
        throw new IdentityException(
            "incomplete identity: "
                + each
                + " is there but "
                + authority()
                + " is missing. "
                + restoreOrStartOver());
      }
    }
  }

  private String restoreOrStartOver() {
    return "Restore the folder "
        + directory
        + " from a backup; or, to start over with a new"
        + " authority that every device must then be given, remove authority.pem, server.pem and"
        + " ca.pem from it.";
  }

  private void copyCaCertificate(KeyAndChain authority) {
    var wanted = Pem.of(authority.certificate()).getBytes(StandardCharsets.US_ASCII);
    var there = Files.exists(caCertificate());
    if (!there || !Arrays.equals(wanted, OwnerOnlyFiles.read(caCertificate()))) {
      OwnerOnlyFiles.write(caCertificate(), wanted);
    }
  }

  /** Loads the server certificate; makes one when there is none or the one there no longer fits. */
  KeyAndChain loadOrMakeServer(KeyAndChain authority, ServerNames names, Instant now) {
    if (Files.exists(server())) {
      var remedy = "Remove that file and start again; a new server certificate is made then.";
      var read = KeyAndChain.read(server(), remedy);
      if (fits(read, authority, names, now)) {
        return read;
      }
    }
    return makeServer(authority, names, now);
  }

  KeyAndChain makeServer(KeyAndChain authority, ServerNames names, Instant now) {
    var made = Certificates.newServer(authority, names, now);
    made.write(server());
    LOG.info(
        "made a server certificate names={} addresses={} until={}",
        names.names(),
        names.addresses(),
        made.certificate().getNotAfter().toInstant());
    return made;
  }

  static boolean fits(KeyAndChain server, KeyAndChain authority, ServerNames names, Instant now) {
    var certificate = server.certificate();
    try {
      certificate.verify(authority.certificate().getPublicKey());
    } catch (GeneralSecurityException e) {
      return false; // another authority's, so no device would trust it
    }
    var renewFrom = certificate.getNotAfter().toInstant().minus(RENEW_BEFORE);
    return now.isBefore(renewFrom) && ServerNames.in(certificate).equals(names);
  }
}
