package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.http.page.form.KindForm.Section;
import java.util.List;

/** Kinds that ask about a name. */
final class NameForms {
  private NameForms() {}

  static KindForm dns() {
    return new KindForm(
        "dns",
        "DNS record",
        "Asks a name server and compares what it answers.",
        "Watch a DNS record.",
        List.of(
            Shared.name(),
            Setting.line("dns.name", "Name asked for")
                .hint("As in example.com. For PTR an address such as 192.0.2.1."),
            Setting.choice(
                "dns.recordType",
                "Record",
                same("A"),
                same("AAAA"),
                same("CNAME"),
                same("MX"),
                same("NS"),
                same("TXT"),
                same("SOA"),
                same("PTR"),
                same("CAA"),
                same("SRV"))),
        List.of(
            Section.of(
                "What the answer must be",
                Setting.lines("dns.expected", "Values")
                    .hint("One on each line. Left empty, any record will do."),
                Setting.choice(
                    "dns.match",
                    "Of these values there must be",
                    Option.of("all", "All"),
                    Option.of("any", "One at least"))),
            Section.of(
                "Who is asked",
                Setting.line("dns.resolver", "Name server")
                    .hint(
                        "A host or an address, with a port or without. Left empty, those of the"
                            + " machine that checks.")),
            Shared.timed("dns"),
            Shared.tags()));
  }

  private static Option same(String value) {
    return Option.of(value, value);
  }

  static KindForm domain() {
    return new KindForm(
        "domain",
        "Domain name",
        "Asks the registry when a domain name expires.",
        "Watch when a domain name expires.",
        List.of(
            Shared.name(), Setting.line("domain.name", "Domain name").hint("As in example.com.")),
        List.of(
            Section.of(
                "When it warns",
                Setting.number("domain.warnDays", "Degraded with fewer days left")
                    .usual("30")
                    .hint("0 to 3650."),
                Setting.number("domain.criticalDays", "Down with fewer days left")
                    .usual("7")
                    .hint("0 to 3650, at most the days above.")),
            Section.of(
                "Who is asked",
                Setting.address("domain.server", "RDAP server")
                    .hint("The address of its service. Left empty, the one that IANA names.")),
            Shared.timed(),
            Shared.tags()));
  }
}
