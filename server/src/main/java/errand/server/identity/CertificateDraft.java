package errand.server.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate being written. Checked exceptions end here, since all inputs are our own. */
record CertificateDraft(X509v3CertificateBuilder builder) {

  /** A draft that already names its own key. */
  static CertificateDraft of(X509v3CertificateBuilder builder, PublicKey key) {
    var draft = new CertificateDraft(builder);
    draft.extend(Extension.subjectKeyIdentifier, false, keyIds().createSubjectKeyIdentifier(key));
    return draft;
  }

  /** Makes it the certificate of somebody who signs no others. */
  void endEntity(KeyPurposeId purpose, KeyAndChain authority) {
    extend(Extension.basicConstraints, true, new BasicConstraints(false));
    extend(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    extend(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    extend(
        Extension.authorityKeyIdentifier,
        false,
        keyIds().createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
  }

  void extend(ASN1ObjectIdentifier kind, boolean critical, ASN1Encodable value) {
    try {
      builder.addExtension(kind, critical, value);
    } catch (IOException e) {
      throw new IllegalStateException("extension " + kind + " cannot be encoded", e);
    }
  }

  X509Certificate sign(PrivateKey key) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("the authority's key cannot sign", e);
    }
  }

  private static JcaX509ExtensionUtils keyIds() {
    try {
      return new JcaX509ExtensionUtils();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no SHA-1 for key identifiers", e);
    }
  }
}
