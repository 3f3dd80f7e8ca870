package dev.tocsin.oncall.calendar;

import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Private addresses of calendars, for programs that cannot sign in: signed, for one person, until
 * they renew them. Nothing of them is stored but how often that was. Whoever reads one has still to
 * look whether the person is a member and the version is theirs.
 */
public final class CalendarLinks {
  private static final String PURPOSE = "calendar link v1";
  private static final String ENDING = ".ics";
  private static final int BYTES = 3 * 16 + 4;
  private static final UUID ALL = new UUID(0, 0);

  private final DerivedKeys keys;
  private final URI publicUrl;

  /**
   * What a link shows.
   *
   * @param schedule with everybody's shifts; null for the person's own in all schedules
   * @param version of the person's addresses
   */
  public record Claim(
      OrganizationId organization, UserId person, @Nullable UUID schedule, int version) {}

  public CalendarLinks(DerivedKeys keys, URI publicUrl) {
    this.keys = keys;
    this.publicUrl = publicUrl;
  }

  /** The same each time. */
  public URI link(Claim claim) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    put(bytes, claim.organization().value());
    put(bytes, claim.person().value());
    put(bytes, claim.schedule() == null ? ALL : claim.schedule());
    bytes.putInt(claim.version());
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    return URI.create(publicUrl + "/calendar/" + text + "." + keys.sign(PURPOSE, text) + ENDING);
  }

  /**
   * @param name the last part of the address
   * @return empty where it is not one of ours
   */
  public Optional<Claim> read(String name) {
    int dot = name.indexOf('.');
    if (dot < 0 || !name.endsWith(ENDING) || name.length() - ENDING.length() <= dot) {
      return Optional.empty();
    }
    String text = name.substring(0, dot);
    String signature = name.substring(dot + 1, name.length() - ENDING.length());
    if (!DerivedKeys.same(keys.sign(PURPOSE, text), signature)) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    OrganizationId organization = new OrganizationId(uuid(bytes));
    UserId person = new UserId(uuid(bytes));
    UUID schedule = uuid(bytes);
    return Optional.of(
        new Claim(organization, person, schedule.equals(ALL) ? null : schedule, bytes.getInt()));
  }

  private static void put(ByteBuffer to, UUID id) {
    to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID uuid(ByteBuffer from) {
    return new UUID(from.getLong(), from.getLong());
  }
}
