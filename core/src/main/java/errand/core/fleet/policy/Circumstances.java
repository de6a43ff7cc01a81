package errand.core.fleet.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What policy variables and condition keys stand for in one request. Keys do not mind case, save
 * the names of attributes.
 *
 * @param certificateId the principal
 * @param clientId of an MQTT connection; there is none over HTTPS
 * @param sourceIp the literal address the request came from
 * @param thing of an MQTT connection; the rule is in device-protocol 5.2
 */
public record Circumstances(
    String certificateId,
    Optional<String> clientId,
    Optional<String> sourceIp,
    Optional<BoundThing> thing,
    CertificateNames certificate) {
  private static final String ATTRIBUTES = "iot:connection.thing.attributes[";
  private static final String CERTIFICATE = "iot:certificate.";
  private static final String LIST = ".list";

  /** The values of a key; empty when it stands for nothing here or is not known. */
  List<String> values(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "iot:clientid" -> list(clientId);
      case "aws:sourceip" -> list(sourceIp);
      case "iot:certificateid", "certificateid" -> List.of(certificateId);
      case "iot:connection.thing.thingname" -> list(thing.map(each -> each.name().text()));
      case "iot:connection.thing.thingtypename" -> list(thing.flatMap(BoundThing::typeName));
      // Known for every MQTT connection, so that a policy can refuse the unattached.
      case "iot:connection.thing.isattached" ->
          list(clientId.map(mqtt -> Boolean.toString(thing.isPresent())));
      default -> {
        if (lower.startsWith(ATTRIBUTES) && lower.endsWith("]")) {
          yield attribute(key.substring(ATTRIBUTES.length(), key.length() - 1));
        }
        yield lower.startsWith(CERTIFICATE)
            ? named(key.substring(CERTIFICATE.length()))
            : List.of();
      }
    };
  }

  private static List<String> list(Optional<String> value) {
    return value.map(List::of).orElseGet(List::of);
  }

  private List<String> attribute(String name) {
    return list(thing.flatMap(each -> Optional.ofNullable(each.attributes().get(name))));
  }

  // Subject.Country is the first value, Subject.Country.1 the second, Subject.Country.List all
  // [doc].
  private List<String> named(String name) {
    if (name.toLowerCase(Locale.ROOT).endsWith(LIST)) {
      return certificate.values(name.substring(0, name.length() - LIST.length()));
    }
    int dot = name.lastIndexOf('.');
    boolean indexed = dot > 0 && name.substring(dot + 1).matches("[0-9]{1,3}");
    int index = indexed ? Integer.parseInt(name.substring(dot + 1)) : 0;
    List<String> all = certificate.values(indexed ? name.substring(0, dot) : name);
    return index < all.size() ? List.of(all.get(index)) : List.of();
  }

  /**
   * The value of a variable in a pattern; empty when there is none, or several. A value with MQTT
   * wildcards counts as none [choice]: a client that calls itself {@code +} would otherwise turn
   * "its own topics" into everybody's.
   */
  Optional<String> only(String key) {
    List<String> values = values(key);
    return values.size() == 1 && plain(values.getFirst())
        ? Optional.of(values.getFirst())
        : Optional.empty();
  }

  private static boolean plain(String value) {
    return value.indexOf('+') < 0 && value.indexOf('#') < 0;
  }
}
