package errand.server.wire.policy;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.Answer;
import errand.core.fleet.policy.Action;
import errand.core.fleet.policy.Ask;
import errand.core.fleet.policy.BoundThing;
import errand.core.fleet.policy.Circumstances;
import errand.core.fleet.policy.Evaluation;
import errand.core.fleet.policy.PolicyDocument;
import errand.core.name.PolicyName;
import errand.core.name.ThingName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@code policy-table.txt}. */
final class PolicyTableTest {
  private static final int ROWS_MIN = 150;
  private static final String ACCOUNT = "000000000000";

  record Row(
      int line,
      String given,
      String action,
      String resource,
      boolean expected,
      String source,
      List<Evaluation.Named> policies,
      Circumstances here) {
    @Override
    public String toString() {
      return line + ": " + given + ": " + action + " " + resource + " -- " + source;
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_policy_says_what_its_row_says(Row row) {
    var ask = new Ask(action(row.action()), row.resource(), ACCOUNT);

    var decision = Evaluation.decide(row.policies(), ask, row.here());

    assertThat(decision.allowed()).as(decision.why()).isEqualTo(row.expected());
  }

  @Test
  void the_table_is_not_cut_short() throws IOException {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(ROWS_MIN);
  }

  private static Action action(String text) {
    return Arrays.stream(Action.values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  static Stream<Row> rows() throws IOException {
    try (var in = PolicyTableTest.class.getResourceAsStream("/errand/policy/policy-table.txt")) {
      assertThat(in).isNotNull();
      return new Table().read(new String(in.readAllBytes(), StandardCharsets.UTF_8)).stream();
    }
  }

  private static final class Table {
    private final Map<String, PolicyDocument> documents = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder document = new StringBuilder();
    private String name = "";
    private String given = "";

    List<Row> read(String text) {
      List<String> lines = text.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        read(lines.get(i), i + 1);
      }
      return rows;
    }

    private void read(String line, int number) {
      if (line.equals("end")) {
        documents.put(name, parsed(document.toString()));
        document.setLength(0);
        name = "";
      } else if (!name.isEmpty()) {
        document.append(line);
      } else if (line.startsWith("policy ")) {
        name = line.substring("policy ".length());
      } else if (line.startsWith("given ")) {
        given = line.substring("given ".length());
      } else if (line.startsWith("yes ") || line.startsWith("no ")) {
        rows.add(row(line, number));
      } else {
        assertThat(line.isEmpty() || line.startsWith("#")).as("line " + number).isTrue();
      }
    }

    private Row row(String line, int number) {
      int source = line.indexOf(" -- ");
      String[] words = line.substring(0, source).split(" ", 3);
      return new Row(
          number,
          given,
          words[1],
          words[2],
          words[0].equals("yes"),
          line.substring(source + 4),
          policies(given.split(" ", 2)[0]),
          circumstances(given));
    }

    private List<Evaluation.Named> policies(String names) {
      return names.equals("-")
          ? List.of()
          : Arrays.stream(names.split(",", -1))
              .map(each -> new Evaluation.Named(new PolicyName(each), document(each)))
              .toList();
    }

    private PolicyDocument document(String each) {
      return Optional.ofNullable(documents.get(each)).orElseThrow();
    }
  }

  private static PolicyDocument parsed(String text) {
    return new PolicyJson()
        .read(text)
        .fold(
            good -> good,
            wrong -> {
              throw new AssertionError(wrong);
            });
  }

  private static Circumstances circumstances(String given) {
    var values = new HashMap<String, String>();
    var attributes = new TreeMap<String, String>();
    var names = new HashMap<String, List<String>>();
    for (String word : given.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (word.startsWith("attr:")) {
        attributes.put(word.substring(5, equals), word.substring(equals + 1));
      } else if (word.startsWith("cert:")) {
        names.put(word.substring(5, equals), List.of(word.substring(equals + 1).split(",", -1)));
      } else if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new Circumstances(
        "cert-1",
        Optional.ofNullable(values.get("client")),
        Optional.ofNullable(values.get("ip")),
        Optional.ofNullable(values.get("thing"))
            .map(
                thing ->
                    new BoundThing(
                        new ThingName(thing), Optional.ofNullable(values.get("type")), attributes)),
        name -> names.getOrDefault(name, List.of()));
  }

  @Test
  void a_hostile_pattern_costs_little() {
    String pattern = "a*".repeat(900) + "b";
    var policy =
        new Evaluation.Named(
            new PolicyName("p"),
            parsed(
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                    + "\"Resource\":\"arn:aws:iot:*:*:"
                    + pattern
                    + "\"}}"));
    var ask = new Ask(Action.PUBLISH, "a".repeat(70_000), ACCOUNT);

    var decision = Evaluation.decide(List.of(policy), ask, circumstances("- client=c"));

    assertThat(decision.allowed()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void a_malformed_document_is_refused_with_a_sentence(String document, String part) {
    Answer<PolicyDocument, String> answer = new PolicyJson().read(document);

    assertThat(answer.<String>fold(good -> "read", wrong -> wrong))
        .startsWith("Policy document is Malformed: ")
        .contains(part);
  }

  static Stream<Object[]> malformed() {
    String head = "{\"Version\":\"2012-10-17\",\"Statement\":";
    String sound = "\"Effect\":\"Allow\",\"Action\":\"iot:*\",\"Resource\":\"*\"";
    return Stream.of(
        new Object[] {"", "not JSON"},
        new Object[] {"[]", "JSON object"},
        new Object[] {"{", "not JSON"},
        new Object[] {"{\"Statement\":{" + sound + "}}", "Version"},
        new Object[] {"{\"Version\":\"2008-10-17\",\"Statement\":{" + sound + "}}", "Version"},
        new Object[] {head + "[]}", "Statement"},
        new Object[] {"{\"Version\":\"2012-10-17\"}", "Statement"},
        new Object[] {head + "{" + sound + "},\"Extra\":1}", "'Extra'"},
        new Object[] {head + "{" + sound + ",\"Principal\":\"*\"}}", "'Principal'"},
        new Object[] {head + "{" + sound + ",\"Effect\":\"Deny\"}}", "twice"},
        new Object[] {head + "{" + sound.replace("Allow", "allow") + "}}", "Effect"},
        new Object[] {head + "{\"Effect\":\"Allow\",\"Resource\":\"*\"}}", "Action"},
        new Object[] {head + "{\"Effect\":\"Allow\",\"Action\":\"iot:*\"}}", "Resource"},
        new Object[] {head + "{" + sound + ",\"NotAction\":\"iot:*\"}}", "NotAction"},
        new Object[] {head + "{" + sound.replace("iot:*", "publish") + "}}", "'publish'"},
        new Object[] {head + "{" + sound.replace("\"*\"", "\"topic/a\"") + "}}", "'topic/a'"},
        new Object[] {head + "{" + sound.replace("\"*\"", "\"arn:aws:iot:*\"") + "}}", "ARN"},
        new Object[] {head + "{" + sound.replace("\"*\"", "[]") + "}}", "empty list"},
        new Object[] {head + "{" + sound.replace("\"*\"", "{}") + "}}", "list of texts"},
        new Object[] {
          head + "{" + sound.replace("\"*\"", "\"arn:aws:iot:r:1:topic/${x\"") + "}}", "brace"
        },
        new Object[] {
          head + "{" + sound + ",\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"x\"}}}}",
          "DateLessThan"
        },
        new Object[] {head + "{" + sound + ",\"Condition\":{\"Bool\":1}}}", "Bool"},
        new Object[] {
          head
              + "{"
              + sound.replace("\"*\"", "\"arn:aws:iot:*:*:" + "a".repeat(2048) + "\"")
              + "}}",
          "2048"
        });
  }
}
