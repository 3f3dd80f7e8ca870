package dev.tocsin.oncall;

import dev.tocsin.input.Input;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody takes a time that the layers give to somebody else, or to nobody.
 *
 * @param user who takes it
 * @param until the first moment that is not in it
 * @param insteadOf only where this person would be on call, which leaves alone the hours that are
 *     not theirs; null for the whole time
 */
public record ScheduleOverride(
    OverrideId id,
    UserId user,
    Instant from,
    Instant until,
    @Nullable UserId insteadOf,
    Author author) {

  /** As it is sent: {@code {userId, from, until, insteadOfUserId}}. */
  public static ScheduleOverride read(Input input, Author author) {
    return ScheduleReader.override(input, author);
  }

  /**
   * Two people exchange their shifts.
   *
   * @throws IllegalArgumentException where one of them is a gap, or both are of the same person
   */
  public static List<ScheduleOverride> swap(Shift one, Shift other, Author author) {
    UserId first = one.user();
    UserId second = other.user();
    if (first == null || second == null || first.equals(second)) {
      throw new IllegalArgumentException("A swap is between the shifts of two people.");
    }
    return List.of(taken(one, first, second, author), taken(other, second, first, author));
  }

  private static ScheduleOverride taken(Shift shift, UserId from, UserId by, Author author) {
    return new ScheduleOverride(OverrideId.create(), by, shift.from(), shift.until(), from, author);
  }
}
