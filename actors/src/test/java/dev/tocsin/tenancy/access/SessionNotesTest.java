package dev.tocsin.tenancy.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.tenancy.SessionId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionNotesTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String PLACE = "/organization/members";

  private final SessionNotes notes = of("a key for tests of 32 bytes, more");
  private final SessionId session = SessionId.create();
  private final String sealed = notes.seal("tci_ü", session, PLACE, NOW.plusSeconds(60));

  private static SessionNotes of(String key) {
    return new SessionNotes(new DerivedKeys(key.getBytes()));
  }

  @Test
  void isReadByItsSessionAtItsPlaceInItsTime() {
    assertThat(notes.open(sealed, session, PLACE, NOW)).contains("tci_ü");
    assertThat(of("a key for tests of 32 bytes, more").open(sealed, session, PLACE, NOW))
        .as("on another node")
        .contains("tci_ü");
    assertThat(notes.open(sealed, SessionId.create(), PLACE, NOW)).isEmpty();
    assertThat(notes.open(sealed, session, "/organization/tokens", NOW)).isEmpty();
    assertThat(notes.open(sealed, session, PLACE, NOW.plusSeconds(60))).isEmpty();
    assertThat(of("another key for tests of 32 bytes").open(sealed, session, PLACE, NOW)).isEmpty();
  }

  @Test
  void whatIsNoNoteIsNone() {
    char last = sealed.charAt(sealed.length() - 2);
    String changed = sealed.substring(0, sealed.length() - 2) + (last == 'A' ? 'B' : 'A') + "A";
    for (String other : new String[] {"", "x", "ä ö", "AAAA", changed, "A".repeat(5_000)}) {
      assertThat(notes.open(other, session, PLACE, NOW)).as(other).isEmpty();
    }
  }

  @Test
  void doesNotShowWhatItSays() {
    assertThat(sealed).matches("[A-Za-z0-9_-]+").doesNotContain("tci");
    assertThat(notes.seal("tci_ü", session, PLACE, NOW.plusSeconds(60))).isNotEqualTo(sealed);
  }
}
