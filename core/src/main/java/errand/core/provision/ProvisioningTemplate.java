package errand.core.provision;

import errand.core.name.ProvisioningTemplateName;
import java.time.Instant;

/**
 * A provisioning template, without the texts of its versions.
 *
 * @param description may be empty
 * @param role kept and shown, without any effect
 * @param defaultVersion the version in force
 * @param lastVersion the highest number ever given to a version
 */
public record ProvisioningTemplate(
    ProvisioningTemplateName name,
    Kind kind,
    String description,
    boolean enabled,
    String role,
    int defaultVersion,
    int lastVersion,
    Instant createdAt,
    Instant updatedAt) {
  /** When a template is used. */
  public enum Kind {
    /** By a device that holds a claim. */
    FLEET_PROVISIONING,
    /** When a device first connects with a certificate that a registered authority has signed. */
    JITP
  }

  /** One version; it never changes. */
  public record Version(
      ProvisioningTemplateName template, int number, String body, Instant createdAt) {}

  /** The template with one version more. */
  public ProvisioningTemplate grown(boolean intoForce, Instant now) {
    int next = lastVersion + 1;
    return new ProvisioningTemplate(
        name,
        kind,
        description,
        enabled,
        role,
        intoForce ? next : defaultVersion,
        next,
        createdAt,
        now);
  }

  /** The template with other settings. */
  public ProvisioningTemplate with(Settings settings, int version, Instant now) {
    return new ProvisioningTemplate(
        name,
        kind,
        settings.description(),
        settings.enabled(),
        settings.role(),
        version,
        lastVersion,
        createdAt,
        now);
  }

  /** What an operator can change about it. */
  public record Settings(String description, boolean enabled, String role) {}
}
