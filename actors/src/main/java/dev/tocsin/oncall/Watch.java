package dev.tocsin.oncall;

import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time through which one person is on call without a break, over all turns and overrides; or
 * through which nobody is.
 *
 * @param user null for nobody
 * @param from null where it began earlier than {@link OnCall#HORIZON} ago
 * @param until null where it does not end within {@link OnCall#HORIZON}
 * @param next who is on call then; null for nobody, or where it does not end
 */
public record Watch(
    @Nullable UserId user, @Nullable Instant from, @Nullable Instant until, @Nullable UserId next) {
  public boolean includes(Instant time) {
    return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
  }
}
