package errand.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 300, 16_383, 16_384, 2_097_152})
  void a_length_is_read_as_it_was_written(int remaining) {
    var packet = Packets.framed((byte) 0x30, remaining).array();

    var bodyAt = Packets.bodyAt(packet, 0, packet.length);

    assertThat(Packets.remaining(packet, 0, bodyAt)).isEqualTo(remaining);
    assertThat(bodyAt + remaining).isEqualTo(packet.length);
  }

  @Test
  void a_length_that_is_not_all_there_is_incomplete() {
    var packet = Packets.framed((byte) 0x30, 300).array();

    assertThat(Packets.bodyAt(packet, 0, 1)).isEqualTo(Packets.INCOMPLETE);
    assertThat(Packets.bodyAt(packet, 0, 2)).isEqualTo(Packets.INCOMPLETE);
    assertThat(Packets.bodyAt(packet, 0, 3)).isEqualTo(3);
  }
}
