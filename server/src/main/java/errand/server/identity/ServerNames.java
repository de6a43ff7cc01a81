package errand.server.identity;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The host names and addresses a server certificate is good for, in one spelling: names in lower
 * case, addresses as the JDK prints them.
 */
record ServerNames(SortedSet<String> names, SortedSet<String> addresses) {
  private static final int DNS_NAME = 2; // RFC 5280, GeneralName
  private static final int IP_ADDRESS = 7;
  private static final Pattern DNS = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?");

  /** The loopback names, which every server certificate has, and these. */
  static ServerNames loopbackAnd(List<String> more) {
    var all = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
    all.addAll(more);
    var names = new TreeSet<String>();
    var addresses = new TreeSet<String>();
    for (var each : all) {
      place(each, names, addresses);
    }
    return new ServerNames(names, addresses);
  }

  private static void place(String text, SortedSet<String> names, SortedSet<String> addresses) {
    try {
      addresses.add(InetAddress.ofLiteral(text).getHostAddress());
    } catch (IllegalArgumentException notAnAddress) {
      var name = text.toLowerCase(Locale.ROOT);
      if (name.length() > 253 || !DNS.matcher(name).matches()) {
        throw new IdentityException("not a host name or address: '" + text + "'");
      }
      names.add(name);
    }
  }

  /** The names in a certificate. */
  static ServerNames in(X509Certificate certificate) {
    var names = new TreeSet<String>();
    var addresses = new TreeSet<String>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      for (var each : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (each.get(0) instanceof Integer kind && each.get(1) instanceof String value) {
          switch (kind) {
            case DNS_NAME -> names.add(value);
            case IP_ADDRESS -> addresses.add(InetAddress.ofLiteral(value).getHostAddress());
            default -> {} // no other kind is issued here
          }
        }
      }
    } catch (CertificateParsingException e) {
      throw new IdentityException(
          "unreadable names in " + certificate.getSubjectX500Principal(), e);
    }
    return new ServerNames(names, addresses);
  }

  GeneralNames extension() {
    var all = new ArrayList<GeneralName>();
    names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
    for (var address : addresses) {
      var octets = new DEROctetString(InetAddress.ofLiteral(address).getAddress());
      all.add(new GeneralName(GeneralName.iPAddress, octets));
    }
    return new GeneralNames(all.toArray(GeneralName[]::new));
  }
}
