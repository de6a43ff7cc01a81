package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.name.ProvisioningTemplateName;
import errand.core.provision.ProvisioningTemplate;
import errand.core.provision.ProvisioningTemplate.Kind;
import errand.core.provision.ProvisioningTemplate.Settings;
import errand.core.provision.ProvisioningTemplate.Version;
import errand.core.provision.Unclaimed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link ProvisioningRows}. */
interface ProvisioningRowsContract extends ContractedStore {
  @Test
  default void a_provisioning_template_comes_back_whole_and_goes_with_its_versions() {
    ProvisioningTemplate template = provisioningTemplate("a");
    ProvisioningTemplate changed =
        template.with(new Settings("new", true, "role2"), 2, T0.plusSeconds(9));
    var first = new Version(template.name(), 1, "{}", T0);
    var second = new Version(template.name(), 2, "{ }", T0.plusSeconds(1));
    change(
        tx -> {
          tx.provisioning().save(template);
          tx.provisioning().insert(first);
          tx.provisioning().insert(second);
        });
    assertFound(tx -> tx.provisioning().find(template.name())).contains(template);
    assertListed(tx -> tx.provisioning().versions(template.name())).containsExactly(second, first);
    assertThatThrownBy(() -> change(tx -> tx.provisioning().insert(first)))
        .isInstanceOf(RuntimeException.class);

    change(tx -> tx.provisioning().save(changed));
    assertFound(tx -> tx.provisioning().find(template.name())).contains(changed);
    change(tx -> assertThat(tx.provisioning().deleteVersion(template.name(), 1)).isTrue());
    change(tx -> assertThat(tx.provisioning().deleteVersion(template.name(), 1)).isFalse());
    assertListed(tx -> tx.provisioning().versions(template.name())).containsExactly(second);

    change(tx -> assertThat(tx.provisioning().delete(template.name())).isTrue());
    change(tx -> assertThat(tx.provisioning().delete(template.name())).isFalse());
    assertListed(tx -> tx.provisioning().versions(template.name())).isEmpty();
  }

  @Test
  default void provisioning_templates_are_listed_by_name() {
    List<ProvisioningTemplate> all =
        List.of(provisioningTemplate("B"), provisioningTemplate("a"), provisioningTemplate("b"));
    change(tx -> all.reversed().forEach(tx.provisioning()::save));

    assertListed(tx -> tx.provisioning().list(Optional.empty(), 2))
        .containsExactlyElementsOf(all.subList(0, 2));
    assertListed(tx -> tx.provisioning().list(Optional.of(all.get(1).name()), 2))
        .containsExactly(all.get(2));
  }

  @Test
  default void what_is_unclaimed_is_found_by_its_token_and_by_its_end() {
    var late = new Unclaimed("c1", Optional.of("h1"), "me", T0.plusSeconds(2));
    var early = new Unclaimed("c2", Optional.of("h2"), "me", T0.plusSeconds(1));
    var claim = new Unclaimed("c3", Optional.empty(), "", T0.plusSeconds(3));
    var another = new Unclaimed("c4", Optional.empty(), "", T0.plusSeconds(4));
    change(tx -> List.of(late, early, claim, another).forEach(tx.provisioning()::insert));

    assertFound(tx -> tx.provisioning().byToken("h1")).contains(late);
    assertFound(tx -> tx.provisioning().byToken("h3")).isEmpty();
    assertListed(tx -> tx.provisioning().expired(T0.plusSeconds(3), 9))
        .containsExactly(early, late, claim);
    assertListed(tx -> tx.provisioning().expired(T0.plusSeconds(3), 1)).containsExactly(early);
    change(tx -> assertThat(tx.provisioning().waiting(3)).isEqualTo(3));

    change(tx -> tx.provisioning().forget("c1"));
    assertFound(tx -> tx.provisioning().byToken("h1")).isEmpty();
    change(tx -> assertThat(tx.provisioning().waiting(9)).isEqualTo(3));
  }

  private static ProvisioningTemplate provisioningTemplate(String name) {
    return new ProvisioningTemplate(
        new ProvisioningTemplateName(name),
        Kind.JITP,
        "words",
        false,
        "role",
        1,
        2,
        T0,
        T0.plusSeconds(1));
  }
}
