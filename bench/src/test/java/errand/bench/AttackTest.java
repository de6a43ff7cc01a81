package errand.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code errand bench attack} with tiny inputs; what it finds is not judged here. */
class AttackTest {
  @Test
  @Timeout(180)
  void every_attack_is_measured_and_the_neighbours_are_answered_throughout() {
    var printed = new StringWriter();
    var out = new PrintWriter(printed, true);

    int exit =
        Main.run(
            out,
            out,
            "attack",
            "--connections",
            "2",
            "--rounds",
            "1",
            "--seconds",
            "0.3",
            "--ratio-max",
            "1000000");

    assertThat(printed.toString())
        .contains("half-open  p99", "handshakes p99", "unsigned   p99", "dribble    p99", "ratio ");
    assertThat(exit).isZero();
  }
}
