package dev.tocsin.escalation;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.tenancy.UserId;
import java.util.List;

/**
 * People who own monitors, policies and schedules together.
 *
 * @param members in the order in which a round robin goes through them
 */
public record Team(String name, List<UserId> members) implements Content {
  public static final ContentKind<Team> KIND = new ContentKind<>("team", Team.class, false);

  public Team {
    members = List.copyOf(members);
  }
}
