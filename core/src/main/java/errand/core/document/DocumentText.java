package errand.core.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A document cut at its placeholders. Only strings are looked into; what begins like <code>${
 * </code> but is none of ours, such as a shell's variable, is plain text.
 */
public final class DocumentText {
  private static final String BEGIN = "${";

  private final List<Piece> pieces;

  private DocumentText(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /** Some of the text. */
  private sealed interface Piece {
    record Plain(String raw) implements Piece {}

    record Hole(Placeholder what, String raw) implements Piece {}
  }

  /** What became of reading a document. */
  public sealed interface Parse {
    record Good(DocumentText text) implements Parse {}

    /** The sentence is for whoever wrote the document. */
    record Bad(String why) implements Parse {}
  }

  /** Whether there can be a placeholder in it at all; quick, and never wrong about none. */
  public static boolean open(String json) {
    return json.contains(BEGIN);
  }

  /** Reads a document; takes time in proportion to its length. The text must be valid JSON. */
  public static Parse parse(String json) {
    return new Cutter(json).cut();
  }

  /** In the order of the text. */
  public List<Placeholder> placeholders() {
    return holes().map(Piece.Hole::what).toList();
  }

  private Stream<Piece.Hole> holes() {
    return pieces.stream().filter(Piece.Hole.class::isInstance).map(Piece.Hole.class::cast);
  }

  /** The first problem that a placeholder has, if any has one. */
  public Optional<String> problem(Function<Placeholder, Optional<String>> problem) {
    return holes().flatMap(hole -> problem.apply(hole.what()).stream()).findFirst();
  }

  /** The document with values in place; a placeholder without a value stays as it is. */
  public String with(Function<Placeholder, Optional<Value>> values) {
    var text = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Plain(var raw) -> text.append(raw);
        case Piece.Hole(var what, var raw) ->
            text.append(values.apply(what).map(Value::raw).orElse(raw));
      }
    }
    return text.toString();
  }

  /**
   * What takes a placeholder's place.
   *
   * @param raw as it stands in the JSON text
   */
  public record Value(String raw) {
    /** Inside a string. */
    public static Value text(String text) {
      return new Value(JsonText.escaped(text));
    }

    /** An object in place of a string. */
    public static Value object(java.util.Map<String, String> members) {
      var raw = new StringBuilder("{");
      members.forEach(
          (name, value) ->
              raw.append(raw.length() > 1 ? "," : "")
                  .append('"')
                  .append(JsonText.escaped(name))
                  .append("\":\"")
                  .append(JsonText.escaped(value))
                  .append('"'));
      return new Value(raw.append('}').toString());
    }
  }

  /** Walks once over the text. */
  private static final class Cutter {
    private final String json;
    private final PlaceholderReader reader = new PlaceholderReader();
    private final List<Piece> pieces = new ArrayList<>();
    private Optional<String> problem = Optional.empty();
    private int done;

    Cutter(String json) {
      this.json = json;
    }

    Parse cut() {
      int at = json.indexOf('"');
      while (at >= 0 && problem.isEmpty()) {
        int end = endOfString(at + 1);
        cut(at + 1, end);
        at = json.indexOf('"', end + 1);
      }
      if (problem.isPresent()) {
        return new Parse.Bad(problem.get());
      }
      plain(json.length());
      return new Parse.Good(new DocumentText(pieces));
    }

    private int endOfString(int from) {
      int at = from;
      while (json.charAt(at) != '"') {
        at += json.charAt(at) == '\\' ? 2 : 1;
      }
      return at;
    }

    // One string, from behind its first quote to its last.
    private void cut(int from, int end) {
      int at = json.indexOf(BEGIN, from);
      while (at >= 0 && at < end && problem.isEmpty()) {
        int close = close(at, end);
        if (ours(at)) {
          hole(at, close, from, end);
        } else {
          problem = local(at, end);
        }
        at = json.indexOf(BEGIN, ours(at) && close > 0 ? close : at + BEGIN.length());
      }
    }

    private boolean ours(int at) {
      int body = at + BEGIN.length();
      return json.startsWith(PlaceholderReader.AWS, body)
          || json.startsWith(PlaceholderReader.OURS, body);
    }

    private Optional<String> local(int at, int end) {
      return Uploads.LOCALS.stream()
          .filter(each -> json.startsWith(each, at) && at + each.length() <= end)
          .findFirst()
          .map(each -> each + " can be used in the key of an upload only.");
    }

    /** Behind the brace that closes what opens there; 0 when there is none before the end. */
    private int close(int open, int end) {
      int depth = 0;
      for (int i = open; i < end; i++) {
        if (json.startsWith(BEGIN, i)) {
          depth++;
        } else if (json.charAt(i) == '}' && --depth == 0) {
          return i + 1;
        }
      }
      return 0;
    }

    private void hole(int at, int close, int from, int end) {
      if (close == 0) {
        problem = Optional.of("The placeholder " + json.substring(at, end) + " is not closed.");
        return;
      }
      String body = JsonText.unescaped(json.substring(at + BEGIN.length(), close - 1));
      switch (reader.read(body)) {
        case PlaceholderReader.Reading.Bad(var why) -> problem = Optional.of(why);
        case PlaceholderReader.Reading.Good(Placeholder.Attributes all) -> {
          if (at != from || close != end || isName(end)) {
            problem =
                Optional.of(
                    "A placeholder for all attributes must be a whole value by itself: ${"
                        + body
                        + "}.");
            return;
          }
          add(all, at - 1, close + 1);
        }
        case PlaceholderReader.Reading.Good(var what) -> add(what, at, close);
      }
    }

    private boolean isName(int end) {
      int next = end + 1;
      while (next < json.length() && Character.isWhitespace(json.charAt(next))) {
        next++;
      }
      return next < json.length() && json.charAt(next) == ':';
    }

    private void add(Placeholder what, int from, int to) {
      plain(from);
      pieces.add(new Piece.Hole(what, json.substring(from, to)));
      done = to;
    }

    private void plain(int to) {
      if (to > done) {
        pieces.add(new Piece.Plain(json.substring(done, to)));
        done = to;
      }
    }
  }
}
