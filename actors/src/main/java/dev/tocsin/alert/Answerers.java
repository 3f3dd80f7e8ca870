package dev.tocsin.alert;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import org.jspecify.annotations.Nullable;

/** Who may answer an alert without signing in: by a link, by a message, by a key. */
public final class Answerers {
  private final NodeConfiguration configuration;

  public Answerers(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * Whoever has left the organization, or only looks on, answers for it no more.
   *
   * @param person null where what was told is a channel
   */
  public boolean mayAnswer(OrganizationId organization, @Nullable UserId person) {
    if (person == null) {
      return true;
    }
    return switch (configuration.person(organization, person)) {
      case Lookup.Found<Member>(Member member) -> member.role().atLeast(Role.RESPONDER);
      case Lookup.Unknown<Member> gone -> false;
      case Lookup.Incomplete<Member> later -> true;
    };
  }
}
