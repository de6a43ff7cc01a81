package errand.server.wire.device;

import errand.core.name.ProvisioningTemplateName;
import java.util.List;
import java.util.Optional;

/** The grammar of the topics by which a device is provisioned. */
public sealed interface ProvisioningTopic {
  /** {@code $aws/certificates/create/FORMAT}. */
  record CreateKeys(boolean json) implements ProvisioningTopic {}

  /** {@code $aws/certificates/create-from-csr/FORMAT}. */
  record CreateFromCsr(boolean json) implements ProvisioningTopic {}

  /**
   * {@code $aws/provisioning-templates/NAME/provision/FORMAT}.
   *
   * @param name empty when no template can be called so
   */
  record Provision(Optional<ProvisioningTemplateName> name, boolean json)
      implements ProvisioningTopic {}

  /** Something only the server publishes. */
  record ServerOnly() implements ProvisioningTopic {}

  /** Reads a topic; empty when it is not about provisioning. */
  static Optional<ProvisioningTopic> parse(String topic) {
    List<String> levels = List.of(topic.split("/", -1));
    if (levels.size() < 4 || !levels.getFirst().equals("$aws")) {
      return Optional.empty();
    }
    return switch (levels.get(1)) {
      case "certificates" -> request(levels, 2);
      case "provisioning-templates" -> request(levels, 3);
      default -> Optional.empty();
    };
  }

  private static Optional<ProvisioningTopic> request(List<String> levels, int verb) {
    int behind = levels.size() - verb - 2;
    if (behind < 0 || behind > 1) {
      return Optional.empty();
    }
    String format = levels.get(verb + 1);
    if (!format.equals("json") && !format.equals("cbor")) {
      return Optional.empty();
    }
    Optional<ProvisioningTopic> asked = asked(levels, verb, format.equals("json"));
    if (behind == 0) {
      return asked;
    }
    String last = levels.getLast();
    return asked
        .filter(each -> last.equals("accepted") || last.equals("rejected"))
        .map(each -> new ServerOnly());
  }

  private static Optional<ProvisioningTopic> asked(List<String> levels, int verb, boolean json) {
    return switch (levels.get(verb)) {
      case "create" -> verb == 2 ? Optional.of(new CreateKeys(json)) : Optional.empty();
      case "create-from-csr" -> verb == 2 ? Optional.of(new CreateFromCsr(json)) : Optional.empty();
      case "provision" ->
          verb == 3
              ? Optional.of(new Provision(ProvisioningTemplateName.parse(levels.get(2)), json))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
