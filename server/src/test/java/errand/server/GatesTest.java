package errand.server;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.mqtt.DeviceGate;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GatesTest {
  // A question that keeps its default answer would be answered the same in every account.
  @Test
  void every_question_is_handed_on_to_the_gate_of_the_account() {
    assertThat(names(Gates.class)).containsAll(names(DeviceGate.class));
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods()).map(Method::getName).toList();
  }
}
