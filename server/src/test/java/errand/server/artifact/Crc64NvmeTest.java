package errand.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.Checksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the published check value, and against itself in other bites. */
final class Crc64NvmeTest {
  private static final long CHECK = 0xae8b14860a799888L;
  private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

  private static byte[] noise() {
    byte[] noise = new byte[1000];
    new Random(7).nextBytes(noise);
    return noise;
  }

  @Test
  void the_nine_digits_have_the_published_check_value() {
    Checksum crc = new Crc64Nvme();

    crc.update(DIGITS, 0, DIGITS.length);

    assertThat(crc.getValue()).isEqualTo(CHECK);
  }

  @Test
  void octet_by_octet_it_is_the_same() {
    Checksum crc = new Crc64Nvme();

    for (byte each : DIGITS) {
      crc.update(each);
    }

    assertThat(crc.getValue()).isEqualTo(CHECK);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 63, 64, 999})
  void it_does_not_matter_in_which_bites_it_comes(int bite) {
    byte[] noise = noise();
    Checksum one = new Crc64Nvme();
    for (byte each : noise) {
      one.update(each);
    }
    Checksum other = new Crc64Nvme();

    for (int at = 0; at < noise.length; at += bite) {
      other.update(noise, at, Math.min(bite, noise.length - at));
    }

    assertThat(other.getValue()).isEqualTo(one.getValue());
  }

  @Test
  void it_begins_anew_after_a_reset() {
    Checksum crc = new Crc64Nvme();
    crc.update(noise(), 0, 1000);

    crc.reset();
    crc.update(DIGITS, 0, DIGITS.length);

    assertThat(crc.getValue()).isEqualTo(CHECK);
  }
}
