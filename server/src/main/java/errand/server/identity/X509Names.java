package errand.server.identity;

import errand.core.fleet.policy.CertificateNames;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * The names in a certificate, for policy variables such as {@code Subject.CommonName}. Alternative
 * names are not among them (docs/compat.md).
 */
record X509Names(X509Certificate certificate) implements CertificateNames {
  private static final Map<String, ASN1ObjectIdentifier> KINDS =
      Map.ofEntries(
          Map.entry("distinguishednamequalifier", BCStyle.DN_QUALIFIER),
          Map.entry("country", BCStyle.C),
          Map.entry("organization", BCStyle.O),
          Map.entry("organizationalunit", BCStyle.OU),
          Map.entry("state", BCStyle.ST),
          Map.entry("commonname", BCStyle.CN),
          Map.entry("serialnumber", BCStyle.SERIALNUMBER),
          Map.entry("title", BCStyle.T),
          Map.entry("surname", BCStyle.SURNAME),
          Map.entry("givenname", BCStyle.GIVENNAME),
          Map.entry("initials", BCStyle.INITIALS),
          Map.entry("pseudonym", BCStyle.PSEUDONYM),
          Map.entry("generationqualifier", BCStyle.GENERATION));

  @Override
  public List<String> values(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("serialnumber")) {
      return List.of(certificate.getSerialNumber().toString(16));
    }
    int dot = lower.indexOf('.');
    ASN1ObjectIdentifier kind = KINDS.get(lower.substring(dot + 1));
    if (kind == null) {
      return List.of();
    }
    return switch (lower.substring(0, Math.max(0, dot))) {
      case "subject" -> values(certificate.getSubjectX500Principal(), kind);
      case "issuer" -> values(certificate.getIssuerX500Principal(), kind);
      default -> List.of();
    };
  }

  private static List<String> values(X500Principal principal, ASN1ObjectIdentifier kind) {
    var values = new ArrayList<String>();
    for (RDN part : X500Name.getInstance(principal.getEncoded()).getRDNs()) {
      for (AttributeTypeAndValue each : part.getTypesAndValues()) {
        if (each.getType().equals(kind)) {
          values.add(IETFUtils.valueToString(each.getValue()));
        }
      }
    }
    return values;
  }
}
