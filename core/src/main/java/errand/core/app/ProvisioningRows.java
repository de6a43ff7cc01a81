package errand.core.app;

import errand.core.name.ProvisioningTemplateName;
import errand.core.provision.ProvisioningTemplate;
import errand.core.provision.Unclaimed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Provisioning templates, and certificates that wait to be claimed. */
public interface ProvisioningRows {
  Optional<ProvisioningTemplate> find(ProvisioningTemplateName name);

  /** Inserts the template, or puts it in the place of the one of its name. */
  void save(ProvisioningTemplate template);

  /** Deletes it with its versions; false when there is none. */
  boolean delete(ProvisioningTemplateName name);

  /** In name order. */
  List<ProvisioningTemplate> list(Optional<ProvisioningTemplateName> after, int limit);

  void insert(ProvisioningTemplate.Version version);

  boolean deleteVersion(ProvisioningTemplateName name, int number);

  /** Newest first. */
  List<ProvisioningTemplate.Version> versions(ProvisioningTemplateName name);

  void insert(Unclaimed unclaimed);

  Optional<Unclaimed> byToken(String tokenHash);

  /** It is claimed, or gone. */
  void forget(String certificateId);

  /** How many wait, counted up to a number. */
  int waiting(int most);

  /** Those whose time is up, the oldest first. */
  List<Unclaimed> expired(Instant now, int limit);
}
