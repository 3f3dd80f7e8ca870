package dev.tocsin.incident.rule;

import dev.tocsin.Ids;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Visibility;
import dev.tocsin.incident.rule.IncidentRule.Folding;
import dev.tocsin.incident.rule.IncidentRule.Opens;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is one problem: of it there is one incident at a time, whoever decides and how many do. The
 * incidents of a fold are numbered, and their ids follow from that: to open the next one twice is
 * to open it once.
 *
 * @param seenBy of the pages; what only members see has no words in common with what all see
 * @param page null where all such pages have one
 */
record Fold(
    OrganizationId organization,
    Opens opens,
    StatusPageConfig.Visibility seenBy,
    @Nullable StatusPageId page) {
  /** What everybody sees first: it answers for drafts too. */
  static final Comparator<Fold> ORDER =
      Comparator.comparing(Fold::opens).thenComparing(Fold::seenBy).thenComparing(Fold::key);

  static Fold of(IncidentRule rule, StatusPageConfig page) {
    IncidentRule.Opening opening = rule.opening();
    return new Fold(
        page.organization(),
        opening.opens(),
        page.visibility(),
        opening.folding() == Folding.PAGE ? page.id() : null);
  }

  /** As its incidents bear it, for good. */
  String key() {
    String key = (opens + "-" + seenBy).toLowerCase(Locale.ROOT);
    return page == null ? key : key + "-" + page;
  }

  IncidentRef incident(long number) {
    return new IncidentRef(
        organization,
        new IncidentId(Ids.derive(organization.value(), "incident by rule", key() + "#" + number)));
  }

  /** What opened an incident, where that is a rule and the incident is of this fold. */
  Optional<Origin.ByRule> origin(IncidentRecord incident) {
    return incident.origin() instanceof Origin.ByRule rule && rule.fold().equals(key())
        ? Optional.of(rule)
        : Optional.empty();
  }

  /** Whether those who are to read this fold's incidents can read that one. */
  boolean isRead(IncidentRecord incident) {
    return opens == Opens.DRAFT
        || incident.standing().visibility() == Visibility.PUBLIC
        || origin(incident).isPresent();
  }
}
