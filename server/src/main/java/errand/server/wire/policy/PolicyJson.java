package errand.server.wire.policy;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import errand.core.app.Answer;
import errand.core.app.PolicyReader;
import errand.core.fleet.Policy;
import errand.core.fleet.policy.Condition;
import errand.core.fleet.policy.MalformedException;
import errand.core.fleet.policy.PolicyDocument;
import errand.core.fleet.policy.Resource;
import errand.core.fleet.policy.Statement;
import errand.server.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads policy documents and keeps what it read lately, since thousands of devices share a policy.
 * Strict: whatever is not understood is refused when the policy is made, so that no part of a
 * stored policy is passed over in silence. Threads: any.
 */
public final class PolicyJson implements PolicyReader {
  /** How many documents are kept read. */
  private static final int KEPT_MAX = 1_000;

  private static final String VERSION = "2012-10-17";
  private static final Set<String> DOCUMENT_MEMBERS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_MEMBERS =
      Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");

  private final Cache<String, PolicyDocument> kept =
      CacheBuilder.newBuilder().maximumSize(KEPT_MAX).build();

  @Override
  public Answer<PolicyDocument, String> read(String document) {
    PolicyDocument known = kept.getIfPresent(document);
    if (known != null) {
      return Answer.given(known);
    }
    try {
      PolicyDocument fresh = parse(document);
      kept.put(document, fresh);
      return Answer.given(fresh);
    } catch (MalformedException malformed) {
      return Answer.refused("Policy document is Malformed: " + malformed.getMessage());
    }
  }

  private static PolicyDocument parse(String text) {
    long chars = text.chars().filter(c -> !Character.isWhitespace(c)).count();
    // White space does not count, but a megabyte of it is no policy either.
    require(
        chars <= Policy.DOCUMENT_CHARS_MAX && text.length() <= 16 * Policy.DOCUMENT_CHARS_MAX,
        "it has more than " + Policy.DOCUMENT_CHARS_MAX + " characters besides white space");
    JsonNode root =
        Json.parseUnambiguous(text)
            .orElseThrow(() -> new MalformedException("it is not JSON, or names a member twice"));
    require(root.isObject(), "it must be a JSON object");
    known(root, DOCUMENT_MEMBERS, "the document");
    require(
        root.path("Version").asString("").equals(VERSION), "Version must be \"" + VERSION + "\"");
    JsonNode statement = root.path("Statement");
    require(
        statement.isObject() || (statement.isArray() && !statement.isEmpty()),
        "Statement must be an object or a list of at least one");
    var statements = new ArrayList<Statement>();
    for (JsonNode each : statement.isObject() ? List.of(statement) : statement.values()) {
      statements.add(statement(each, statements.size() + 1));
    }
    return new PolicyDocument(statements);
  }

  private static Statement statement(JsonNode node, int place) {
    String where = "statement " + place;
    require(node.isObject(), where + " must be an object");
    known(node, STATEMENT_MEMBERS, where);
    boolean exceptActions = either(node, "Action", "NotAction", where);
    boolean exceptResources = either(node, "Resource", "NotResource", where);
    List<String> actions = texts(node, exceptActions ? "NotAction" : "Action", where);
    actions.forEach(action -> action(action, where));
    List<String> resources = texts(node, exceptResources ? "NotResource" : "Resource", where);
    return new Statement(
        new Statement.Parts(
            label(node, place, where),
            effect(node, where),
            exceptActions,
            actions,
            exceptResources,
            resources.stream().map(Resource::parse).toList(),
            conditions(node, where)));
  }

  private static String label(JsonNode node, int place, String where) {
    if (node.has("Sid")) {
      String sid = node.path("Sid").asString("");
      require(
          node.path("Sid").isString() && sid.matches("[a-zA-Z0-9]*"),
          "Sid of " + where + " must be made of letters and digits");
      return sid.isEmpty() ? "#" + place : sid;
    }
    return "#" + place;
  }

  private static Statement.Effect effect(JsonNode node, String where) {
    return switch (node.path("Effect").asString("")) {
      case "Allow" -> Statement.Effect.ALLOW;
      case "Deny" -> Statement.Effect.DENY;
      default -> throw new MalformedException("Effect of " + where + " must be Allow or Deny");
    };
  }

  private static void action(String action, String where) {
    require(
        action.equals("*") || action.matches("[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+"),
        "Action '" + action + "' of " + where + " is neither * nor like iot:Publish");
  }

  /** Which of two members is there; true for the second. */
  private static boolean either(JsonNode node, String plain, String except, String where) {
    require(node.has(plain) != node.has(except), where + " must have " + plain + " or " + except);
    return node.has(except);
  }

  private static List<Condition> conditions(JsonNode node, String where) {
    JsonNode block = node.path("Condition");
    if (block.isMissingNode()) {
      return List.of();
    }
    require(block.isObject(), "Condition of " + where + " must be an object");
    var conditions = new ArrayList<Condition>();
    for (Map.Entry<String, JsonNode> operator : block.properties()) {
      require(
          operator.getValue().isObject(), "Condition " + operator.getKey() + " must be an object");
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        List<String> values = texts(operator.getValue(), key.getKey(), where);
        conditions.add(Condition.parse(operator.getKey(), key.getKey(), values));
      }
    }
    return conditions;
  }

  /** A text or a list of at least one; numbers and truth values count as texts in conditions. */
  private static List<String> texts(JsonNode node, String name, String where) {
    JsonNode value = node.path(name);
    List<JsonNode> all = value.isArray() ? List.copyOf(value.values()) : List.of(value);
    require(!all.isEmpty(), name + " of " + where + " must not be an empty list");
    Function<JsonNode, Optional<String>> text =
        each ->
            each.isString() || each.isNumber() || each.isBoolean()
                ? Optional.of(each.asString())
                : Optional.empty();
    return all.stream()
        .map(
            each ->
                text.apply(each)
                    .filter(found -> !found.isEmpty() || node.path(name).isArray())
                    .orElseThrow(
                        () ->
                            new MalformedException(
                                name + " of " + where + " must be a text or a list of texts")))
        .toList();
  }

  private static void known(JsonNode node, Set<String> names, String where) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      require(
          names.contains(member.getKey()),
          "'" + member.getKey() + "' in " + where + " is not supported");
    }
  }

  private static void require(boolean sound, String otherwise) {
    if (!sound) {
      throw new MalformedException(otherwise);
    }
  }
}
