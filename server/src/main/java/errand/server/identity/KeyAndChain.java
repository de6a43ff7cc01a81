package errand.server.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A private key with its certificate first and that certificate's issuers after it.
 *
 * <p>Both live in one PEM file, so a crash can never leave a key beside the certificate of another.
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
  KeyAndChain {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a key without a certificate");
    }
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  void write(Path file) {
    var text = new StringBuilder(Pem.of(key));
    chain.forEach(each -> text.append(Pem.of(each)));
    OwnerOnlyFiles.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads and checks a pair of files that somebody else looks after. */
  static KeyAndChain read(AuthoritySettings.KeyFiles files) {
    var remedy = "It was named for the server's certificate (--server-cert, --server-key).";
    try {
      var chain = Pem.certificates(Files.readString(files.certificate()));
      var key = Pem.privateKey(Files.readString(files.key()));
      return checked(files.certificate(), key, chain, remedy);
    } catch (IOException | GeneralSecurityException e) {
      throw new IdentityException(message(files.certificate(), "unreadable PEM", remedy), e);
    }
  }

  /** Reads and checks a file; {@code remedy} is the end of the message when it is damaged. */
  static KeyAndChain read(Path file, String remedy) {
    var text = new String(OwnerOnlyFiles.read(file), StandardCharsets.ISO_8859_1);
    try {
      var chain = Pem.certificates(text);
      var key = Pem.privateKey(text);
      return checked(file, key, chain, remedy);
    } catch (IOException | GeneralSecurityException e) {
      throw new IdentityException(message(file, "unreadable PEM", remedy), e);
    }
  }

  private static KeyAndChain checked(
      Path file, Optional<PrivateKey> key, List<X509Certificate> chain, String remedy)
      throws GeneralSecurityException {
    if (key.isEmpty() || chain.isEmpty()) {
      throw damaged(file, key.isEmpty() ? "no private key" : "no certificate", remedy);
    }
    var read = new KeyAndChain(key.get(), chain);
    if (!read.belongTogether()) {
      throw damaged(file, "the key is not the certificate's", remedy);
    }
    return read;
  }

  private static IdentityException damaged(Path file, String what, String remedy) {
    return new IdentityException(message(file, what, remedy));
  }

  private static String message(Path file, String what, String remedy) {
    return "damaged identity file " + file + ": " + what + ". " + remedy;
  }

  private boolean belongTogether() throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certificate().getPublicKey().getAlgorithm())) {
      return false;
    }
    var scheme = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    var probe = "probe".getBytes(StandardCharsets.US_ASCII);
    var signer = Signature.getInstance(scheme);
    signer.initSign(key);
    signer.update(probe);
    var signature = signer.sign();
    signer.initVerify(certificate().getPublicKey());
    signer.update(probe);
    return signer.verify(signature);
  }

  @Override
  public String toString() {
    return "KeyAndChain[" + certificate().getSubjectX500Principal() + "]";
  }
}
