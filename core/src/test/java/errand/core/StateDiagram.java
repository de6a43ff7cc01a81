package errand.core;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The edges a walk saw, drawn as a Mermaid diagram and compared with the checked-in one. Run with
 * {@code -Derrand.states=write} to write it instead.
 */
public final class StateDiagram<S extends Enum<S>> {
  private final String file;
  private final Class<?> writer;
  private final SortedSet<Edge<S>> edges =
      new TreeSet<>(
          Comparator.comparing((Edge<S> edge) -> edge.from())
              .thenComparing(Edge::to)
              .thenComparing(Edge::command));

  public StateDiagram(String file, Class<?> writer) {
    this.file = file;
    this.writer = writer;
  }

  private record Edge<S>(S from, String command, S to) {}

  public void edge(S from, String command, S to) {
    edges.add(new Edge<>(from, command, to));
  }

  /** Fails when the checked-in diagram is another one. */
  public void check(List<S> begins) {
    Path path = Path.of("..", "docs", "states", file);
    String drawn = drawn(begins);
    try {
      if (System.getProperty("errand.states", "").equals("write")) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, drawn);
      }
      assertThat(drawn)
          .as("docs/states/%s; if the change is meant, run with -Derrand.states=write", file)
          .isEqualTo(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String drawn(List<S> begins) {
    return """
        %%%% Generated from the code and compared with it by %s. Do not edit.
        %%%% After a change that is meant:
        %%%% mvn -Dquick -DskipTests=false -pl core -Dtest='*WalkTest' -Derrand.states=write test
        stateDiagram-v2
        %s%s%s"""
        .formatted(
            writer.getName(),
            lines(begins.stream().map(state -> "[*] --> " + state).toList()),
            lines(
                edges.stream()
                    .map(edge -> edge.from() + " --> " + edge.to() + " : " + edge.command())
                    .toList()),
            lines(ends().stream().map(state -> state + " --> [*]").toList()));
  }

  // Where something arrives and from where nothing leaves.
  private SortedSet<S> ends() {
    var ends = new TreeSet<S>();
    edges.forEach(edge -> ends.add(edge.to()));
    edges.stream().filter(edge -> edge.from() != edge.to()).map(Edge::from).forEach(ends::remove);
    return ends;
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> "    " + line + "\n").collect(joining());
  }
}
