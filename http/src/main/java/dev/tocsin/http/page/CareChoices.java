package dev.tocsin.http.page;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.page.form.CareForm;
import dev.tocsin.http.page.form.CareForm.Named;
import dev.tocsin.http.page.form.KindForm;
import dev.tocsin.tenancy.OrganizationId;
import java.util.Comparator;
import java.util.List;

/** The policies and teams that pages let people choose from. */
final class CareChoices {
  private CareChoices() {}

  /** A kind's form with who can look after what it makes. */
  static KindForm form(
      KindForm kind, OrganizationId organization, NodeConfiguration configuration) {
    return CareForm.of(
        kind,
        usual(organization, configuration),
        named(organization, EscalationPolicy.KIND, configuration),
        named(organization, Team.KIND, configuration));
  }

  /** What the choice of no policy means. */
  static String usual(OrganizationId organization, NodeConfiguration configuration) {
    return configuration.items(organization, EscalationPolicy.KIND).stream()
        .filter(item -> item.content().byDefault())
        .map(item -> "The default: " + item.name())
        .findFirst()
        .orElse("The default, which there is none of yet");
  }

  /** By their names. */
  static <T extends Content> List<Named> named(
      OrganizationId organization, ContentKind<T> kind, NodeConfiguration configuration) {
    return configuration.items(organization, kind).stream()
        .sorted(Comparator.comparing(Item::name, String.CASE_INSENSITIVE_ORDER))
        .map(item -> new Named(item.id().toString(), item.name()))
        .toList();
  }
}
