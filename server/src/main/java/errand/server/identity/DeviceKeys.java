package errand.server.identity;

/**
 * A new certificate with the keys made for it. The private key exists here only: it is handed out
 * once and never stored.
 *
 * @param certificate what the registry keeps
 * @param privateKeyPem secret
 * @param publicKeyPem a {@code PUBLIC KEY} block
 */
public record DeviceKeys(DeviceCertificate certificate, String privateKeyPem, String publicKeyPem) {

  /** Leaves the private key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "DeviceKeys[" + certificate.certificateId() + "]";
  }
}
