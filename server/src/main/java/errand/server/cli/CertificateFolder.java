package errand.server.cli;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder with what devices need to connect: {@code NAME.cert.pem} and {@code NAME.key.pem} for
 * each, and {@code ca.pem} for all. Names are encoded as in addresses where files cannot have them.
 */
record CertificateFolder(Path folder) {
  private static final String OWNER_ONLY = "rw-------";

  /** How the device of that name connects. */
  MqttClientSslConfig tls(String thing) {
    var key = DeviceKey.read(text(key(thing)));
    return MqttClientSslConfig.builder()
        .keyManagerFactory(key.with(text(certificate(thing))))
        .trustManagerFactory(Client.trust(folder.resolve("ca.pem")))
        .build();
  }

  /**
   * Keeps a device's key, readable by its owner alone, its certificate, and whom it shall trust.
   */
  void write(String thing, Enrolment.Issued issued, Path caFile) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(key(thing));
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
      Files.createFile(key(thing), ownerOnly);
      Files.writeString(key(thing), issued.key().pem());
      Files.writeString(certificate(thing), issued.certificatePem());
      Files.writeString(folder.resolve("ca.pem"), Files.readString(caFile));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write into " + folder, failure);
    }
  }

  Path key(String thing) {
    return folder.resolve(Words.encoded(thing) + ".key.pem");
  }

  Path certificate(String thing) {
    return folder.resolve(Words.encoded(thing) + ".cert.pem");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }
}
