package dev.tocsin.oncall;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is on call when. What it says for a time is answered by {@link OnCall}.
 *
 * @param team that owns it; null for the whole organization's
 * @param timeZone by whose clocks people hand over
 * @param layers where several have somebody, the last of them counts
 * @param overrides go before all layers; where two meet, the one that was made later counts
 */
public record Schedule(
    String name,
    @Nullable UUID team,
    ZoneId timeZone,
    List<Layer> layers,
    List<ScheduleOverride> overrides)
    implements Content {
  public static final ContentKind<Schedule> KIND =
      new ContentKind<>("schedule", Schedule.class, false);

  public static final int MOST_OVERRIDES = 500;

  /** How long after its end an override is kept, so that the calendar still shows it. */
  private static final Duration KEPT = Duration.ofDays(365);

  public Schedule {
    layers = List.copyOf(layers);
    overrides = List.copyOf(overrides);
  }

  @Override
  public Set<UUID> references() {
    return team == null ? Set.of() : Set.of(team);
  }

  /**
   * What people may change of a schedule; overrides are made one by one, so there are none yet. The
   * caller throws what was found.
   */
  public static Schedule read(Input input) {
    return ScheduleReader.read(input);
  }

  /** Everybody whom it names, in any layer or override, at any time. */
  public Set<UserId> people() {
    Set<UserId> people = new LinkedHashSet<>();
    layers.forEach(layer -> people.addAll(layer.turns().everybody()));
    overrides.stream()
        .flatMap(each -> Stream.of(each.user(), each.insteadOf()))
        .filter(Objects::nonNull)
        .forEach(people::add);
    return people;
  }

  /**
   * With one override more, and without those of long ago.
   *
   * @throws InvalidInputException where there are too many
   */
  public Schedule with(ScheduleOverride added, Instant now) {
    List<ScheduleOverride> kept = recent(now);
    if (kept.size() >= MOST_OVERRIDES) {
      throw new InvalidInputException(
          "",
          "The schedule has %d overrides, which is the most; remove one, or change its rotation."
              .formatted(kept.size()));
    }
    return withOverrides(Stream.concat(kept.stream(), Stream.of(added)).toList());
  }

  /** Without one override and those of long ago; the same where it has no such override. */
  public Schedule without(OverrideId removed, Instant now) {
    return withOverrides(recent(now).stream().filter(each -> !each.id().equals(removed)).toList());
  }

  /** With the overrides that it had before it was changed, but for those of long ago. */
  public Schedule withOverridesOf(Schedule before, Instant now) {
    return withOverrides(before.recent(now));
  }

  public Schedule withOverrides(List<ScheduleOverride> changed) {
    return new Schedule(name, team, timeZone, layers, changed);
  }

  private List<ScheduleOverride> recent(Instant now) {
    Instant oldest = now.minus(KEPT);
    return overrides.stream().filter(each -> each.until().isAfter(oldest)).toList();
  }
}
