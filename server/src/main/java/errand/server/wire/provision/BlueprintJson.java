package errand.server.wire.provision;

import static errand.server.wire.provision.TextJson.require;

import errand.core.app.Answer;
import errand.core.app.BlueprintReader;
import errand.core.provision.Blueprint;
import errand.core.provision.Blueprint.Conflict;
import errand.core.provision.Blueprint.OfCertificate;
import errand.core.provision.Blueprint.OfPolicy;
import errand.core.provision.Blueprint.OfThing;
import errand.core.provision.Blueprint.ThingOverrides;
import errand.core.provision.Text;
import errand.server.wire.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads provisioning templates. Strict: whatever is not understood is refused when the template is
 * made, so that no device is provisioned with less than its author meant. Threads: any.
 */
public final class BlueprintJson implements BlueprintReader {
  private static final Set<String> SECTIONS =
      Set.of("Parameters", "Mappings", "Resources", "DeviceConfiguration");
  private static final Set<String> RESOURCE = Set.of("Type", "Properties", "OverrideSettings");
  private static final Set<String> THING =
      Set.of("ThingName", "AttributePayload", "ThingTypeName", "ThingGroups", "BillingGroup");
  private static final Set<String> CERTIFICATE =
      Set.of(
          "CertificateId",
          "CertificateSigningRequest",
          "CertificatePem",
          "CACertificatePem",
          "Status",
          "ThingPrincipalType");
  private static final Set<String> POLICY = Set.of("PolicyName", "PolicyDocument");

  @Override
  public Answer<Blueprint, String> read(String body) {
    try {
      return Answer.given(parse(body));
    } catch (MalformedTemplateException malformed) {
      return Answer.refused("The template body is not valid: " + malformed.getMessage() + ".");
    }
  }

  private static Blueprint parse(String body) {
    require(
        body.length() <= Blueprint.BODY_CHARS_MAX,
        "it has more than " + Blueprint.BODY_CHARS_MAX + " characters");
    JsonNode root =
        Json.parseUnambiguous(body)
            .orElseThrow(
                () -> new MalformedTemplateException("it is not JSON, or names a member twice"));
    require(root.isObject(), "it must be a JSON object");
    known(root, SECTIONS, "the template");
    var texts = new TextJson(mappings(root.path("Mappings")));
    Map<String, Optional<String>> parameters = parameters(root.path("Parameters"));
    var parts = new Parts(texts);
    object(root.path("Resources"), "Resources")
        .forEach(each -> parts.add(each.getKey(), each.getValue()));
    var configuration = new TreeMap<String, Text>();
    if (root.has("DeviceConfiguration")) {
      object(root.path("DeviceConfiguration"), "DeviceConfiguration")
          .forEach(
              each ->
                  configuration.put(
                      each.getKey(),
                      texts.read(each.getValue(), "DeviceConfiguration " + each.getKey())));
    }
    var blueprint =
        new Blueprint(parameters, parts.thing, parts.certificate, parts.policies, configuration);
    declared(blueprint);
    return blueprint;
  }

  private static final class Parts {
    private final TextJson texts;
    private final List<OfPolicy> policies = new ArrayList<>();
    private Optional<OfThing> thing = Optional.empty();
    private Optional<OfCertificate> certificate = Optional.empty();

    private Parts(TextJson texts) {
      this.texts = texts;
    }

    private void add(String label, JsonNode node) {
      String where = "resource " + label;
      require(node.isObject(), where + " must be an object");
      known(node, RESOURCE, where);
      JsonNode properties = node.path("Properties");
      JsonNode overrides = node.path("OverrideSettings");
      require(properties.isObject(), where + " must have Properties");
      switch (node.path("Type").asString("")) {
        case "AWS::IoT::Thing" -> {
          require(thing.isEmpty(), "there can be one AWS::IoT::Thing at most");
          thing = Optional.of(thing(label, properties, overrides));
        }
        case "AWS::IoT::Certificate" -> {
          require(certificate.isEmpty(), "there can be one AWS::IoT::Certificate at most");
          certificate = Optional.of(certificate(label, properties, overrides));
        }
        case "AWS::IoT::Policy" -> {
          require(overrides.isMissingNode(), where + " cannot have OverrideSettings");
          policies.add(policy(label, properties));
        }
        default ->
            throw new MalformedTemplateException(
                "Type of "
                    + where
                    + " must be AWS::IoT::Thing, AWS::IoT::Certificate or AWS::IoT::Policy");
      }
    }

    private OfThing thing(String label, JsonNode properties, JsonNode overrides) {
      String where = "resource " + label;
      known(properties, THING, where);
      var attributes = new TreeMap<String, Text>();
      if (properties.has("AttributePayload")) {
        object(properties.path("AttributePayload"), "AttributePayload of " + where)
            .forEach(
                each ->
                    attributes.put(
                        each.getKey(), texts.read(each.getValue(), "attribute " + each.getKey())));
      }
      JsonNode groups = properties.path("ThingGroups");
      require(
          groups.isMissingNode() || groups.isArray(),
          "ThingGroups of " + where + " must be a list");
      return new OfThing(
          label,
          text(properties, "ThingName", where)
              .orElseThrow(() -> new MalformedTemplateException(where + " must have a ThingName")),
          attributes,
          text(properties, "ThingTypeName", where),
          groups.values().stream().map(each -> texts.read(each, "a group of " + where)).toList(),
          text(properties, "BillingGroup", where),
          thingOverrides(overrides, where));
    }

    private OfCertificate certificate(String label, JsonNode properties, JsonNode overrides) {
      String where = "resource " + label;
      known(properties, CERTIFICATE, where);
      known(overrides, Set.of("Status"), "OverrideSettings of " + where);
      String kind = properties.path("ThingPrincipalType").asString("NON_EXCLUSIVE_THING");
      require(
          Set.of("EXCLUSIVE_THING", "NON_EXCLUSIVE_THING").contains(kind),
          "ThingPrincipalType of " + where + " must be EXCLUSIVE_THING or NON_EXCLUSIVE_THING");
      var part =
          new OfCertificate(
              label,
              text(properties, "CertificateId", where),
              text(properties, "CertificateSigningRequest", where),
              text(properties, "CertificatePem", where),
              text(properties, "CACertificatePem", where),
              text(properties, "Status", where),
              override(overrides, "Status", where),
              kind.equals("EXCLUSIVE_THING"));
      long given = Stream.of(part.id(), part.csr(), part.pem()).filter(Optional::isPresent).count();
      require(
          given == 1,
          where
              + " must have exactly one of CertificateId, CertificateSigningRequest and"
              + " CertificatePem");
      return part;
    }

    private OfPolicy policy(String label, JsonNode properties) {
      String where = "resource " + label;
      known(properties, POLICY, where);
      require(
          properties.has("PolicyName") != properties.has("PolicyDocument"),
          where + " must have either PolicyName or PolicyDocument");
      Optional<Text> document =
          properties.has("PolicyDocument")
              ? Optional.of(texts.document(properties.path("PolicyDocument"), where))
              : Optional.empty();
      return new OfPolicy(label, text(properties, "PolicyName", where), document);
    }

    private Optional<Text> text(JsonNode properties, String name, String where) {
      return properties.has(name)
          ? Optional.of(texts.read(properties.path(name), name + " of " + where))
          : Optional.empty();
    }
  }

  private static ThingOverrides thingOverrides(JsonNode node, String where) {
    known(
        node,
        Set.of("AttributePayload", "ThingTypeName", "ThingGroups"),
        "OverrideSettings of " + where);
    Conflict type = override(node, "ThingTypeName", where);
    require(type != Conflict.MERGE, "ThingTypeName of " + where + " cannot be merged");
    return new ThingOverrides(
        node.isObject() && !node.isEmpty(),
        override(node, "AttributePayload", where),
        type,
        override(node, "ThingGroups", where));
  }

  private static Conflict override(JsonNode node, String name, String where) {
    String text = node.path(name).asString("DO_NOTHING");
    return Stream.of(Conflict.values())
        .filter(each -> each.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedTemplateException(
                    "OverrideSettings of "
                        + where
                        + " must be DO_NOTHING, REPLACE, MERGE or FAIL, not "
                        + text));
  }

  private static Map<String, Optional<String>> parameters(JsonNode node) {
    var parameters = new HashMap<String, Optional<String>>();
    if (!node.isMissingNode()) {
      for (Map.Entry<String, JsonNode> each : object(node, "Parameters")) {
        String where = "parameter " + each.getKey();
        require(each.getValue().isObject(), where + " must be an object");
        known(each.getValue(), Set.of("Type", "Default"), where);
        require(
            each.getValue().path("Type").asString("").equals("String"),
            "Type of " + where + " must be String");
        JsonNode fallback = each.getValue().path("Default");
        require(
            fallback.isMissingNode() || fallback.isString(),
            "Default of " + where + " must be a text");
        parameters.put(
            each.getKey(),
            fallback.isString() ? Optional.of(fallback.stringValue()) : Optional.empty());
      }
    }
    return parameters;
  }

  private static Map<String, Map<String, Map<String, String>>> mappings(JsonNode node) {
    var mappings = new LinkedHashMap<String, Map<String, Map<String, String>>>();
    if (!node.isMissingNode()) {
      for (Map.Entry<String, JsonNode> map : object(node, "Mappings")) {
        var rows = new LinkedHashMap<String, Map<String, String>>();
        object(map.getValue(), "mapping " + map.getKey())
            .forEach(row -> rows.put(row.getKey(), row(row.getValue(), map.getKey())));
        mappings.put(map.getKey(), rows);
      }
    }
    return mappings;
  }

  private static SortedMap<String, String> row(JsonNode node, String map) {
    var row = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> each : object(node, "mapping " + map)) {
      require(each.getValue().isString(), "mapping " + map + " must be of texts, two levels deep");
      row.put(each.getKey(), each.getValue().stringValue());
    }
    return row;
  }

  /** Every name that is asked for must be declared, or be the service's own. */
  private static void declared(Blueprint blueprint) {
    var texts = new ArrayList<Text>(blueprint.configuration().values());
    blueprint
        .thing()
        .ifPresent(
            part -> {
              texts.add(part.name());
              texts.addAll(part.attributes().values());
              texts.addAll(part.groups());
              part.type().ifPresent(texts::add);
              part.billingGroup().ifPresent(texts::add);
            });
    blueprint
        .certificate()
        .ifPresent(
            part ->
                Stream.of(part.id(), part.csr(), part.pem(), part.authorityPem(), part.status())
                    .flatMap(Optional::stream)
                    .forEach(texts::add));
    blueprint
        .policies()
        .forEach(
            part ->
                Stream.of(part.name(), part.document())
                    .flatMap(Optional::stream)
                    .forEach(texts::add));
    texts.stream()
        .flatMap(text -> text.names().stream())
        .filter(name -> !name.startsWith(Blueprint.RESERVED))
        .filter(name -> !blueprint.parameters().containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new MalformedTemplateException("no parameter " + name + " is declared");
            });
  }

  private static Set<Map.Entry<String, JsonNode>> object(JsonNode node, String where) {
    require(node.isObject(), where + " must be an object");
    return node.properties();
  }

  private static void known(JsonNode node, Set<String> names, String where) {
    require(node.isMissingNode() || node.isObject(), where + " must be an object");
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      require(
          names.contains(member.getKey()),
          "'" + member.getKey() + "' in " + where + " is not supported");
    }
  }
}
