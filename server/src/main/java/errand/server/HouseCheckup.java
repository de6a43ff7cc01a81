package errand.server;

import errand.core.app.Finding;
import errand.server.identity.LocalAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the server itself does: its ports, clock, certificates, names, and the rights of its folder.
 */
record HouseCheckup(
    Config config, LocalAuthority authority, Map<String, Integer> ports, InstantSource clock) {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration SOON_FOR_AN_AUTHORITY = Duration.ofDays(180);
  private static final long FREE_BYTES_MIN = 512L * 1024 * 1024;

  List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    ports.forEach((name, port) -> findings.add(listens(name, port)));
    findings.add(clockLooksRight());
    findings.add(lasts("CA certificate", authority.caCertificate(), SOON_FOR_AN_AUTHORITY));
    findings.add(lasts("server certificate", authority.serverCertificate(), SOON));
    findings.add(names());
    findings.add(folder());
    findings.add(room());
    return findings;
  }

  private Finding listens(String name, int port) {
    String subject = name + " port " + port;
    try (var socket = new Socket()) {
      var address = InetAddress.ofLiteral(config.bind());
      var reached = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
      socket.connect(new InetSocketAddress(reached, port), (int) CONNECT_WITHIN.toMillis());
      boolean loopback = address.isLoopbackAddress();
      return Finding.ok(
          subject,
          loopback
              ? "It is open, on this machine only (--bind opens it to others)."
              : "It is open on " + config.bind() + ".");
    } catch (IOException | IllegalArgumentException failure) {
      return Finding.problem(subject, "Nobody can connect: " + failure.getMessage() + ".");
    }
  }

  private Finding clockLooksRight() {
    Instant now = clock.instant();
    Instant made = authority.caCertificate().getNotBefore().toInstant();
    return now.isBefore(made)
        ? Finding.problem(
            "clock",
            "It says " + now + ", which is before the CA was made (" + made + "). Set it right.")
        : Finding.ok(
            "clock", "It says " + now + ". Signatures of clients may differ by five minutes.");
  }

  private Finding lasts(String subject, X509Certificate certificate, Duration soon) {
    Instant end = certificate.getNotAfter().toInstant();
    Instant now = clock.instant();
    if (!now.isBefore(end)) {
      return Finding.problem(subject, "It ended at " + end + ": no client trusts it any more.");
    }
    return now.plus(soon).isBefore(end)
        ? Finding.ok(subject, "It is good until " + end + ".")
        : Finding.warning(subject, "It ends soon, at " + end + ".");
  }

  private Finding names() {
    List<String> names = authority.serverNamesShown();
    boolean loopbackOnly = config.bind().startsWith("127.") || config.bind().equals("::1");
    List<String> missing =
        config.names().stream()
            .filter(name -> names.stream().noneMatch(name::equalsIgnoreCase))
            .toList();
    if (!missing.isEmpty()) {
      return Finding.problem(
          "server names", "The server certificate lacks " + missing + "; it has " + names + ".");
    }
    return config.names().isEmpty() && !loopbackOnly
        ? Finding.warning(
            "server names",
            "The server certificate is for this machine's loopback names only, so devices elsewhere"
                + " will not trust it. Start with --name HOST.")
        : Finding.ok("server names", "The server certificate is for " + names + ".");
  }

  private Finding folder() {
    try {
      List<Path> open = new ArrayList<>();
      for (Path path : secret()) {
        if (shared(path)) {
          open.add(path.getFileName());
        }
      }
      return open.isEmpty()
          ? Finding.ok("data folder", "Its owner alone can read it.")
          : Finding.problem(
              "data folder",
              "Others than the owner can read "
                  + open
                  + " in "
                  + config.data()
                  + " (chmod -R go=).");
    } catch (UnsupportedOperationException noPosix) {
      return Finding.ok("data folder", "This file system has no POSIX permissions.");
    } catch (IOException failure) {
      return Finding.problem("data folder", "It cannot be looked at: " + failure.getMessage());
    }
  }

  private List<Path> secret() throws IOException {
    var all = new ArrayList<Path>();
    all.add(config.data());
    Path identity = config.data().resolve("identity");
    all.add(identity);
    try (Stream<Path> files = Files.list(identity)) {
      // The authority's certificate alone is for everybody.
      files.filter(each -> !each.endsWith("ca.pem")).forEach(all::add);
    }
    return all;
  }

  private static boolean shared(Path path) throws IOException {
    var others =
        EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    others.retainAll(Files.getPosixFilePermissions(path));
    return !others.isEmpty();
  }

  private Finding room() {
    try {
      long free = Files.getFileStore(config.data()).getUsableSpace();
      String said = free / (1024 * 1024) + " MiB are free.";
      return free < FREE_BYTES_MIN
          ? Finding.warning("disk", "Only " + said)
          : Finding.ok("disk", said);
    } catch (IOException failure) {
      return Finding.warning("disk", "It cannot be looked at: " + failure.getMessage());
    }
  }
}
