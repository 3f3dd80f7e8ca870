package dev.tocsin.oncall.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.Ids;
import dev.tocsin.oncall.calendar.CalendarLinks.Claim;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CalendarLinksTest {
  private final CalendarLinks links = links("a key for tests of 32 bytes, more");
  private final Claim own = new Claim(OrganizationId.create(), UserId.create(), null, 0);

  private static CalendarLinks links(String key) {
    return new CalendarLinks(
        new DerivedKeys(key.getBytes(StandardCharsets.UTF_8)), URI.create("https://tocsin.test"));
  }

  private static String name(URI link) {
    return link.getPath().substring("/calendar/".length());
  }

  @Test
  void saysWhatItWasMadeFor() {
    Claim one = new Claim(own.organization(), own.person(), Ids.create(), 3);
    assertThat(links.link(own).toString()).startsWith("https://tocsin.test/calendar/");
    assertThat(links.read(name(links.link(own)))).contains(own);
    assertThat(links.read(name(links.link(one)))).contains(one);
    assertThat(links.link(one)).isEqualTo(links.link(one));
  }

  @Test
  void whatIsNotOursSaysNothing() {
    String name = name(links.link(own));
    assertThat(links.read("A" + name)).isEmpty();
    assertThat(links.read(name.replace(".ics", ""))).isEmpty();
    assertThat(links.read("")).isEmpty();
    assertThat(links.read(".ics")).isEmpty();
    assertThat(links.read(name(links("another key for tests, of 32 bytes").link(own)))).isEmpty();
  }
}
