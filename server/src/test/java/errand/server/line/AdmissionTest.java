package errand.server.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
  private final AtomicLong micros = new AtomicLong();

  private Admission of(int connections, int perSecond) {
    return new Admission(new Admission.Limits(connections, perSecond), micros::get);
  }

  private static InetSocketAddress from(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 4711);
  }

  @Test
  void an_address_has_so_many_places_and_gets_one_back_once() {
    Admission admission = of(2, 0);
    var first = admission.admit(from("10.0.0.1")).orElseThrow();
    assertThat(admission.admit(from("10.0.0.1"))).isPresent();

    assertThat(admission.admit(from("10.0.0.1"))).isEmpty();
    assertThat(admission.admit(from("10.0.0.2"))).isPresent();

    first.leave();
    first.leave();
    assertThat(admission.admit(from("10.0.0.1"))).isPresent();
    assertThat(admission.admit(from("10.0.0.1"))).isEmpty();
  }

  @Test
  void a_whole_ipv6_network_is_one_address() {
    Admission admission = of(1, 0);
    assertThat(admission.admit(from("2001:db8:1:2::1"))).isPresent();

    assertThat(admission.admit(from("2001:db8:1:2:ffff::9"))).isEmpty();
    assertThat(admission.admit(from("2001:db8:1:3::1"))).isPresent();
  }

  @Test
  void arrivals_are_held_to_so_many_a_second() {
    Admission admission = of(0, 2);

    assertThat(admission.admit(from("10.0.0.1"))).isPresent();
    assertThat(admission.admit(from("10.0.0.1"))).isPresent();
    assertThat(admission.admit(from("10.0.0.1"))).isEmpty();
    assertThat(admission.admit(from("10.0.0.2"))).isPresent();

    micros.addAndGet(500_000);
    assertThat(admission.admit(from("10.0.0.1"))).isPresent();
    assertThat(admission.admit(from("10.0.0.1"))).isEmpty();
  }
}
