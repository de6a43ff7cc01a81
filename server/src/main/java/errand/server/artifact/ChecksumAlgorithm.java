package errand.server.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that S3's clients use beside MD5. */
public enum ChecksumAlgorithm {
  CRC32,
  CRC32C,
  CRC64NVME,
  SHA1,
  SHA256;

  private static final int CRC32_BYTES = 4;

  /** Reads a name in any case. */
  public static Optional<ChecksumAlgorithm> parse(String text) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(text)).findFirst();
  }

  /** The name in lower case, as headers have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the checksum of a whole can be told as such when it came in parts. */
  public boolean wholeByDefault() {
    return this == CRC64NVME;
  }

  /** A fresh calculation. */
  Sum begin() {
    return switch (this) {
      case CRC32 -> crc(new CRC32(), CRC32_BYTES);
      case CRC32C -> crc(new CRC32C(), CRC32_BYTES);
      case CRC64NVME -> crc(new Crc64Nvme(), Long.BYTES);
      case SHA1 -> digest("SHA-1");
      case SHA256 -> digest("SHA-256");
    };
  }

  /** A calculation going on. */
  interface Sum {
    void update(byte[] bytes, int offset, int length);

    byte[] value();
  }

  private static Sum crc(Checksum checksum, int bytes) {
    return new Sum() {
      @Override
      public void update(byte[] from, int offset, int length) {
        checksum.update(from, offset, length);
      }

      @Override
      public byte[] value() {
        long value = checksum.getValue();
        byte[] big = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
          big[i] = (byte) (value >>> (8 * (bytes - 1 - i)));
        }
        return big;
      }
    };
  }

  static Sum digest(String name) {
    try {
      var digest = MessageDigest.getInstance(name);
      return new Sum() {
        @Override
        public void update(byte[] from, int offset, int length) {
          digest.update(from, offset, length);
        }

        @Override
        public byte[] value() {
          return digest.digest();
        }
      };
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this JDK has no " + name, impossible);
    }
  }
}
