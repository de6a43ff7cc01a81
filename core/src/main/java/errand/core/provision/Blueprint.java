package errand.core.provision;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A provisioning template that was read: which resources a device is given.
 *
 * @param parameters with their defaults
 * @param configuration told to the device when it has been provisioned
 */
public record Blueprint(
    Map<String, Optional<String>> parameters,
    Optional<OfThing> thing,
    Optional<OfCertificate> certificate,
    List<OfPolicy> policies,
    SortedMap<String, Text> configuration) {
  /** What the service says of a certificate is told under names that begin so. */
  public static final String RESERVED = "AWS::";

  /** The id of the device's certificate. */
  public static final String CERTIFICATE_ID = "AWS::IoT::Certificate::Id";

  /** Longest body, in characters. Source: service model [model]. */
  public static final int BODY_CHARS_MAX = 10_240;

  public Blueprint {
    parameters = Map.copyOf(parameters);
    policies = List.copyOf(policies);
    configuration = new TreeMap<>(configuration);
  }

  /** What happens to something that is there already and differs. */
  public enum Conflict {
    DO_NOTHING,
    REPLACE,
    MERGE,
    FAIL
  }

  /**
   * What happens to a thing that is there already.
   *
   * @param meant whether the author has thought of such a thing at all
   */
  public record ThingOverrides(
      boolean meant, Conflict attributes, Conflict type, Conflict groups) {}

  /** The thing to be there. */
  public record OfThing(
      String label,
      Text name,
      SortedMap<String, Text> attributes,
      Optional<Text> type,
      List<Text> groups,
      Optional<Text> billingGroup,
      ThingOverrides overrides) {
    public OfThing {
      attributes = new TreeMap<>(attributes);
      groups = List.copyOf(groups);
    }
  }

  /**
   * The certificate to be there; exactly one of id, csr and pem is given.
   *
   * @param authorityPem may go with the pem
   * @param exclusive whether it is to speak for the thing alone
   */
  public record OfCertificate(
      String label,
      Optional<Text> id,
      Optional<Text> csr,
      Optional<Text> pem,
      Optional<Text> authorityPem,
      Optional<Text> status,
      Conflict override,
      boolean exclusive) {}

  /** A policy to be attached; exactly one of name and document is given. */
  public record OfPolicy(String label, Optional<Text> name, Optional<Text> document) {}

  /**
   * Where the texts of this template find their parameters.
   *
   * @param given by whoever asks; names that are the service's do not count among them
   * @param known what the service says
   */
  public Function<String, Optional<String>> values(
      Map<String, String> given, Map<String, String> known) {
    var values = new HashMap<String, String>();
    parameters.forEach((name, fallback) -> fallback.ifPresent(text -> values.put(name, text)));
    given.forEach(
        (name, value) -> {
          if (!name.startsWith(RESERVED)) {
            values.put(name, value);
          }
        });
    values.putAll(known);
    return name -> Optional.ofNullable(values.get(name));
  }

  /** The configuration with these parameters. */
  public Map<String, String> configuration(Function<String, Optional<String>> values) {
    var all = new LinkedHashMap<String, String>();
    configuration.forEach((name, text) -> all.put(name, text.with(values)));
    return all;
  }
}
