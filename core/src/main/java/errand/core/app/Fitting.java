package errand.core.app;

import static errand.core.app.Undo.orUndo;

import errand.core.app.Provisioner.Fitted;
import errand.core.app.Things.TypeChange;
import errand.core.fleet.AttributeChange;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Standing;
import errand.core.fleet.Group;
import errand.core.fleet.Policy;
import errand.core.fleet.PolicyTarget;
import errand.core.fleet.PolicyVersion;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.GroupName;
import errand.core.name.PolicyName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import errand.core.provision.Blueprint;
import errand.core.provision.Blueprint.OfCertificate;
import errand.core.provision.Blueprint.OfPolicy;
import errand.core.provision.Blueprint.OfThing;
import errand.core.provision.Text;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Gives a certificate what a blueprint says, within one transaction. Refusals are thrown, see
 * {@link Undo}, so nothing half-made stays.
 *
 * @param guarded whether a thing that others speak for is closed to who asks, unless the template's
 *     author has thought of things that are there already: without it, one claim would be enough to
 *     become any device
 */
record Fitting(
    Things things, Members members, PolicyReader policyReader, boolean guarded, Times times) {
  private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[a-zA-Z0-9_.,@/:#-]{1,128}");
  private static final Pattern ATTRIBUTE_VALUE =
      Pattern.compile("[a-zA-Z0-9_.,@/:#=\\[\\]-]{0,800}");

  /** The fleet's time and the certificates' time, which differ when the fleet's is held. */
  record Times(Instant fleet, Instant real) {}

  Fitted fit(
      Tx tx,
      Blueprint blueprint,
      Function<String, Optional<String>> values,
      Certificate certificate) {
    var resources = new LinkedHashMap<String, String>();
    var target = new PolicyTarget.OfCertificate(certificate.id());
    Optional<Thing> thing = blueprint.thing().map(part -> thing(tx, part, values));
    boolean exclusive = blueprint.certificate().filter(OfCertificate::exclusive).isPresent();
    blueprint
        .thing()
        .ifPresent(
            part -> {
              Thing found = thing.orElseThrow();
              guard(tx, part, found, certificate);
              orUndo(Certificates.attach(tx, found, certificate.id(), exclusive));
              resources.put(part.label(), "thing/" + found.name());
            });
    blueprint
        .certificate()
        .ifPresent(
            part -> {
              standing(tx, part, values, certificate);
              resources.put(part.label(), "cert/" + certificate.id());
            });
    for (OfPolicy part : blueprint.policies()) {
      PolicyName name = policy(tx, part, values);
      tx.policies().attach(name, target);
      resources.put(part.label(), "policy/" + name);
    }
    return new Fitted(
        certificate, thing.map(Thing::name), resources, blueprint.configuration(values));
  }

  private void guard(Tx tx, OfThing part, Thing thing, Certificate certificate) {
    boolean others =
        tx.certificates().certificates(thing.id()).stream()
            .anyMatch(each -> !each.certificateId().equals(certificate.id()));
    if (guarded && others && !part.overrides().meant()) {
      orUndo(
          ControlRefusal.because(
              ControlRefusal.Why.CONFLICT,
              "Thing "
                  + thing.name()
                  + " has a certificate already, and the template has no OverrideSettings for"
                  + " it."));
    }
  }

  private Thing thing(Tx tx, OfThing part, Function<String, Optional<String>> values) {
    String text = part.name().with(values);
    ThingName name =
        ThingName.parse(text).orElseGet(() -> orUndo(invalid("No thing can be called " + text)));
    SortedMap<String, String> attributes = attributes(part, values);
    Optional<ThingTypeName> type = part.type().map(each -> type(each.with(values)));
    List<GroupName> groups = part.groups().stream().map(each -> group(each.with(values))).toList();
    Optional<Thing> existing = tx.things().find(name);
    if (existing.isPresent()) {
      return overridden(tx, part, existing.get(), new Wanted(attributes, type, groups));
    }
    var configuration =
        new ThingConfiguration(
            type,
            new AttributeChange.Replace(attributes).on(new TreeMap<>()),
            part.billingGroup().map(each -> group(each.with(values)).text()));
    Thing made = orUndo(things.create(tx, name, configuration, times.fleet()));
    join(tx, made, List.of(), groups);
    return made;
  }

  private record Wanted(
      SortedMap<String, String> attributes, Optional<ThingTypeName> type, List<GroupName> groups) {}

  private Thing overridden(Tx tx, OfThing part, Thing thing, Wanted wanted) {
    var overrides = part.overrides();
    var before = thing.configuration();
    AttributeChange attributes =
        switch (overrides.attributes()) {
          case DO_NOTHING -> new AttributeChange.Keep();
          case REPLACE -> new AttributeChange.Replace(wanted.attributes());
          case MERGE -> new AttributeChange.Merge(wanted.attributes());
          case FAIL ->
              this.<AttributeChange>differs(
                      !before.attributes().equals(wanted.attributes()), thing, "attributes")
                  .orElseGet(AttributeChange.Keep::new);
        };
    TypeChange type =
        switch (overrides.type()) {
          case DO_NOTHING, MERGE -> new TypeChange.Keep();
          case REPLACE ->
              wanted.type().<TypeChange>map(TypeChange.Give::new).orElseGet(TypeChange.Remove::new);
          case FAIL ->
              this.<TypeChange>differs(!before.type().equals(wanted.type()), thing, "type")
                  .orElseGet(TypeChange.Keep::new);
        };
    boolean changes =
        !(attributes instanceof AttributeChange.Keep) || !(type instanceof TypeChange.Keep);
    Thing after =
        changes
            ? orUndo(
                things.update(
                    tx,
                    thing,
                    new Things.Update(type, attributes, OptionalLong.empty()),
                    times.fleet()))
            : thing;
    List<GroupName> held = ownGroups(tx, after);
    switch (overrides.groups()) {
      case DO_NOTHING -> {}
      case REPLACE -> join(tx, after, held, wanted.groups());
      case MERGE -> join(tx, after, List.of(), wanted.groups());
      case FAIL -> differs(!held.containsAll(wanted.groups()), after, "groups");
    }
    return after;
  }

  private static List<GroupName> ownGroups(Tx tx, Thing thing) {
    return tx.memberships().groupsOf(thing.id()).stream()
        .filter(group -> tx.dynamicGroups().find(group.id()).isEmpty())
        .map(Group::name)
        .toList();
  }

  private <T> Optional<T> differs(boolean so, Thing thing, String what) {
    if (so) {
      return orUndo(
          ControlRefusal.because(
              ControlRefusal.Why.CONFLICT,
              "Thing " + thing.name() + " is there already and has other " + what + "."));
    }
    return Optional.empty();
  }

  private void join(Tx tx, Thing thing, List<GroupName> leave, List<GroupName> join) {
    if (!leave.isEmpty() || !join.isEmpty()) {
      orUndo(members.update(tx, thing, new Members.Names(leave, join), times.fleet()));
    }
  }

  private static SortedMap<String, String> attributes(
      OfThing part, Function<String, Optional<String>> values) {
    var attributes = new TreeMap<String, String>();
    for (Map.Entry<String, Text> each : part.attributes().entrySet()) {
      String value = each.getValue().with(values);
      if (!ATTRIBUTE_NAME.matcher(each.getKey()).matches()
          || !ATTRIBUTE_VALUE.matcher(value).matches()) {
        return orUndo(invalid("The attribute " + each.getKey() + " cannot have this value"));
      }
      attributes.put(each.getKey(), value);
    }
    return attributes;
  }

  private static ThingTypeName type(String text) {
    return ThingTypeName.parse(text)
        .orElseGet(() -> orUndo(invalid("No thing type can be called " + text)));
  }

  private static GroupName group(String text) {
    return GroupName.parse(text)
        .orElseGet(() -> orUndo(invalid("No thing group can be called " + text)));
  }

  private void standing(
      Tx tx,
      OfCertificate part,
      Function<String, Optional<String>> values,
      Certificate certificate) {
    Standing wanted =
        part.status().map(each -> standing(each.with(values))).orElse(Standing.ACTIVE);
    if (certificate.standing() == wanted) {
      return;
    }
    boolean fresh = certificate.standing() == Standing.PENDING_ACTIVATION;
    if (!fresh && part.override() == Blueprint.Conflict.FAIL) {
      orUndo(
          ControlRefusal.because(
              ControlRefusal.Why.CONFLICT,
              "The certificate " + certificate.id() + " is " + certificate.standing() + "."));
    }
    if (fresh || part.override() == Blueprint.Conflict.REPLACE) {
      tx.certificates().update(certificate.standing(wanted, times.real()));
    }
  }

  private static Standing standing(String text) {
    if (text.equalsIgnoreCase("ACTIVE")) {
      return Standing.ACTIVE;
    }
    return text.equalsIgnoreCase("INACTIVE")
        ? Standing.INACTIVE
        : orUndo(invalid("The Status of a certificate must be ACTIVE or INACTIVE"));
  }

  private PolicyName policy(Tx tx, OfPolicy part, Function<String, Optional<String>> values) {
    if (part.document().isPresent()) {
      return ensured(tx, part.document().get().with(values));
    }
    String text = part.name().map(each -> each.with(values)).orElse("");
    return PolicyName.parse(text)
        .filter(name -> tx.policies().find(name).isPresent())
        .orElseGet(
            () -> orUndo(ControlRefusal.notFound("Policy not found (policyName=" + text + ")")));
  }

  // Named by what it says, so that the devices of a fleet share it.
  private PolicyName ensured(Tx tx, String document) {
    orUndo(
        policyReader
            .read(document)
            .fold(
                Answer::given,
                wrong -> ControlRefusal.because(ControlRefusal.Why.MALFORMED_POLICY, wrong)));
    var name = new PolicyName(Digest.of(document));
    ensure(tx, name, document, times.real());
    return name;
  }

  /** Makes a policy unless there is one of the name. */
  static void ensure(Tx tx, PolicyName name, String document, Instant now) {
    if (tx.policies().find(name).isEmpty()) {
      tx.policies().save(new Policy(name, 1, 1, now, now));
      tx.policies().insert(new PolicyVersion(name, 1, document, now));
    }
  }

  private static <T> Answer<T, ControlRefusal> invalid(String message) {
    return ControlRefusal.invalid(message + ".");
  }
}
