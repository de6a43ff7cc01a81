package errand.server.wire.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagingTest {
  @Test
  void a_token_gives_back_its_key() {
    var token = Optional.of(PageToken.of("list", "12"));

    long key = Paging.from(token, "list", Long::parseLong).fold(found -> found.orElse(0L), _ -> 0L);

    assertThat(key).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "99999999999999999999", "1/2"})
  void a_forged_token_whose_key_cannot_be_read_is_refused(String key) {
    var token = Optional.of(PageToken.of("list", key));

    var message = Paging.from(token, "list", Long::parseLong).fold(_ -> "", why -> why.message());

    assertThat(message).isEqualTo("Next token is invalid.");
  }
}
