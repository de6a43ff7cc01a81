package errand.core.app;

import errand.core.name.ProvisioningTemplateName;
import errand.core.provision.ProvisioningTemplate;
import errand.core.provision.ProvisioningTemplate.Version;
import errand.core.provision.Unclaimed;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Provisioning templates and unclaimed certificates in memory. */
record MemoryProvisioning(MemoryTx tx) implements ProvisioningRows {
  @Override
  public Optional<ProvisioningTemplate> find(ProvisioningTemplateName name) {
    return tx.seen().provisioning.find(name);
  }

  @Override
  public void save(ProvisioningTemplate template) {
    tx.changed().provisioning.put(template.name(), template);
  }

  @Override
  public boolean delete(ProvisioningTemplateName name) {
    versions(name).forEach(each -> deleteVersion(name, each.number()));
    return tx.changed().provisioning.remove(name);
  }

  @Override
  public List<ProvisioningTemplate> list(Optional<ProvisioningTemplateName> after, int limit) {
    return tx.seen()
        .provisioning
        .all()
        .filter(each -> after.isEmpty() || each.name().compareTo(after.get()) > 0)
        .sorted(Comparator.comparing(ProvisioningTemplate::name))
        .limit(limit)
        .toList();
  }

  @Override
  public void insert(Version version) {
    tx.changed().provisioningVersions.insert(version.template() + "/" + version.number(), version);
  }

  @Override
  public boolean deleteVersion(ProvisioningTemplateName name, int number) {
    return tx.changed().provisioningVersions.remove(name + "/" + number);
  }

  @Override
  public List<Version> versions(ProvisioningTemplateName name) {
    return tx.seen()
        .provisioningVersions
        .all()
        .filter(each -> each.template().equals(name))
        .sorted(Comparator.comparingInt(Version::number).reversed())
        .toList();
  }

  @Override
  public void insert(Unclaimed unclaimed) {
    tx.changed().unclaimed.insert(unclaimed.certificateId(), unclaimed);
  }

  @Override
  public Optional<Unclaimed> byToken(String tokenHash) {
    return tx.seen()
        .unclaimed
        .all()
        .filter(each -> each.tokenHash().equals(Optional.of(tokenHash)))
        .findFirst();
  }

  @Override
  public void forget(String certificateId) {
    tx.changed().unclaimed.remove(certificateId);
  }

  @Override
  public int waiting(int most) {
    return (int) tx.seen().unclaimed.all().limit(most).count();
  }

  @Override
  public List<Unclaimed> expired(Instant now, int limit) {
    return tx.seen()
        .unclaimed
        .all()
        .filter(each -> !now.isBefore(each.expiresAt()))
        .sorted(Comparator.comparing(Unclaimed::expiresAt))
        .limit(limit)
        .toList();
  }
}
