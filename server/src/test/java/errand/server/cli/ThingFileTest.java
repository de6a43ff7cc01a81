package errand.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.cli.ThingFile.Read;
import errand.server.wire.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is in a file of things, line by line. */
class ThingFileTest {
  private static List<String> read(ThingFormat format, byte[] bytes) throws IOException {
    var told = new ArrayList<String>();
    try (var lines = new TextLines(new ByteArrayInputStream(bytes))) {
      var file = ThingFile.open(lines, format);
      for (Optional<Read> next = file.next(); next.isPresent(); next = file.next()) {
        told.add(
            switch (next.get()) {
              case Read.Thing(var line, var node) -> line + " " + Json.text(node);
              case Read.Broken(var line, _) -> line + " broken";
            });
      }
    }
    return told;
  }

  private static List<String> csv(String text) throws IOException {
    return read(ThingFormat.CSV, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> jsonLines(String text) throws IOException {
    return read(ThingFormat.JSONL, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void csv_with_a_byte_order_mark_crlf_quotes_and_blank_lines() throws IOException {
    assertThat(
            csv(
                String.join(
                    "\r\n",
                    "\uFEFFthingName,groups,\"attributes.a,b\"",
                    "p1,g;h,\"x,\"\"y\"",
                    "",
                    "p2,,")))
        .containsExactly(
            "2 {\"attributes\":{\"a,b\":\"x,\\\"y\"},\"thingName\":\"p1\",\"groups\":[\"g\",\"h\"]}",
            "4 {\"attributes\":{},\"thingName\":\"p2\"}");
  }

  @Test
  void csv_lines_that_do_not_fit_are_told_and_the_next_goes_on() throws IOException {
    assertThat(csv("thingName,groups\np1\np1,g,h\n\"p1,g\np\"1,g\n\"p1\"x,g\np2,g\n"))
        .containsExactly(
            "2 broken",
            "3 broken",
            "4 broken",
            "5 broken",
            "6 broken",
            "7 {\"attributes\":{},\"thingName\":\"p2\",\"groups\":[\"g\"]}");
  }

  @Test
  void a_header_that_is_no_good_is_refused_as_a_whole() {
    for (String header :
        List.of("", "groups", "thingName,thingName", "thingName,site", "\"thingName", "\n")) {
      assertThatThrownBy(() -> csv(header)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void json_lines_that_are_no_thing_are_told_and_the_next_goes_on() throws IOException {
    assertThat(
            jsonLines(
                "{\"thingName\":\"p1\"}\r\n"
                    + "{\"thingName\":\n"
                    + "[1]\n"
                    + "{\"thingName\":\"a\",\"thingName\":\"b\"}\n"
                    + "{\"thingName\":\"a\"} {}\n"
                    + "{\"name\":\"a\"}\n"
                    + "{\"thingName\":\"\u0001\"}\n"
                    + "[".repeat(1000)
                    + "\n"
                    + "{\"thingName\":\"p2\"}"))
        .containsExactly(
            "1 {\"thingName\":\"p1\"}",
            "2 broken",
            "3 broken",
            "4 broken",
            "5 broken",
            "6 broken",
            "7 broken",
            "8 broken",
            "9 {\"thingName\":\"p2\"}");
  }

  @Test
  void a_line_that_is_too_long_or_no_utf_8_is_told_and_the_next_goes_on() throws IOException {
    var longest = "x".repeat(TextLines.LINE_BYTES_MAX + 1);
    var bytes = ("\u00e9\n" + longest + "\n{\"thingName\":\"p\"}\n");

    assertThat(read(ThingFormat.JSONL, bytes.getBytes(StandardCharsets.ISO_8859_1)))
        .containsExactly("1 broken", "2 broken", "3 {\"thingName\":\"p\"}");
  }

  @Test
  void a_csv_line_that_was_written_is_read_again() {
    var fields = List.of("a", "", "b,c", "d\"e", "\"");

    assertThat(CsvLine.fields(CsvLine.of(fields))).contains(fields);
  }
}
