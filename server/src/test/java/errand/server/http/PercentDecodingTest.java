package errand.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentDecodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "/a/b => a|b",
        "/things/a%3Ab/jobs/%24next => things|a:b|jobs|$next",
        "/things/a:b/jobs/$next => things|a:b|jobs|$next",
        "/jobs/p%2C1 => jobs|p,1",
        "/jobs/p,1 => jobs|p,1",
        "/x/arn%3Aaws%3Aiot%2Fy => x|arn:aws:iot/y",
        "/a%252Fb => a%2Fb",
        "/a;p=1/b => a;p=1|b",
        "/%C3%BC => ü",
        "/a+b => a+b",
        "/a//b => a||b",
        "/a/ => a|",
        "/... => ...",
      })
  void a_path_is_split_first_and_each_segment_decoded_once(String path, String segments) {
    assertThat(PercentDecoding.segments(path))
        .isEqualTo(new Decoded.Clean<>(List.of(segments.split("\\|", -1))));
  }

  @Test
  void the_root_has_no_segments() {
    assertThat(PercentDecoding.segments("/")).isEqualTo(new Decoded.Clean<>(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "a/b",
        "/%",
        "/%4",
        "/%zz",
        "/%-1",
        "/%00",
        "/%0a",
        "/%1F",
        "/%7f",
        "/%ff",
        "/%c0%af",
        "/%ed%a0%80",
        "/%C3",
        "/..",
        "/a/../b",
        "/a/%2e%2E/b",
        "/.",
        "/a/.%2e",
        "/%٣٣"
      })
  void a_path_with_a_trick_in_it_is_refused(String path) {
    assertThat(PercentDecoding.segments(path)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void a_query_keeps_order_repetition_and_empty_values() {
    assertThat(PercentDecoding.parameters("b=1&a=x%20y+z&b=&c&=d&&e=1=2"))
        .isEqualTo(
            new Decoded.Clean<>(
                List.of(
                    new QueryParameter("b", "1"),
                    new QueryParameter("a", "x y z"),
                    new QueryParameter("b", ""),
                    new QueryParameter("c", ""),
                    new QueryParameter("", "d"),
                    new QueryParameter("e", "1=2"))));
    assertThat(PercentDecoding.parameters("")).isEqualTo(new Decoded.Clean<>(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "%zz=1", "a=%00", "a=%ff"})
  void a_query_with_a_trick_in_it_is_refused(String query) {
    assertThat(PercentDecoding.parameters(query)).isInstanceOf(Decoded.Malformed.class);
  }
}
