package dev.tocsin.oncall.calendar;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.tenancy.UserId;
import java.util.UUID;

/**
 * Counts how often a person had their private calendar addresses renewed; one who never had has
 * none of these. It goes with their membership.
 */
public record CalendarAddress(String name, UserId user, int version) implements Content {
  public static final ContentKind<CalendarAddress> KIND =
      new ContentKind<>("calendar-address", CalendarAddress.class, false);

  private static final String NAME = "Calendar address";

  public static CalendarAddress of(UserId user, int version) {
    return new CalendarAddress(NAME, user, version);
  }

  /** The id of the person's item. */
  public static UUID id(UserId user) {
    return Ids.derive(user.value(), KIND.name(), "");
  }

  @Override
  public UserId owner() {
    return user;
  }
}
