package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.http.page.form.KindForm.Section;
import java.util.List;

/** Kinds that ask a host, and mostly a port of it. */
final class HostForms {
  private static final String ESCAPES =
      "Line ends and other bytes as \\r, \\n, \\t, \\0 or \\x0d; a backslash as \\\\.";

  private HostForms() {}

  static KindForm tcp() {
    return new KindForm(
        "tcp",
        "Port",
        "Connects to a TCP port, with TLS or without, and can say and expect something.",
        "Watch a port.",
        List.of(Shared.name(), Shared.host("tcp"), Shared.port("tcp")),
        List.of(
            Section.of(
                "Encryption",
                Setting.eitherField(
                    "tcp.tls",
                    "TLS",
                    Option.of("none", "None"),
                    Option.of("direct", "From the beginning"),
                    Option.of("starttls", "After STARTTLS")),
                Shared.startTls("tcp.starttls", "Protocol that begins in plain text")
                    .usual("")
                    .when("tcp.tls", "starttls"),
                Shared.verifyTls("tcp")),
            new Section(
                "What is sent and what comes back",
                Shared.all(
                    Shared.expect("tcp", "What must come back"),
                    Setting.text("tcp.send", "What is sent", 2)
                        .hint(ESCAPES + " Left empty, nothing is sent."))),
            Shared.timed("tcp"),
            Shared.tags()));
  }

  static KindForm udp() {
    return new KindForm(
        "udp",
        "UDP port",
        "Sends a datagram and waits for an answer.",
        "Watch a UDP port.",
        List.of(
            Shared.name(),
            Shared.host("udp"),
            Shared.port("udp"),
            Setting.either(
                "udp.payload",
                "What is sent",
                Option.of("text", "A text").told("udp.send"),
                Option.of("hex", "Bytes in hexadecimal").told("udp.sendHex")),
            Setting.text("udp.send", "The text", 2)
                .hint(ESCAPES + " Left empty, an empty datagram is sent.")
                .when("udp.payload", "text")
                .keepingBlank(),
            Setting.text("udp.sendHex", "The bytes", 2)
                .hint("Pairs of hexadecimal digits, as in 00 ff 1b.")
                .when("udp.payload", "hex")
                .keepingBlank()),
        List.of(
            new Section("What comes back", Shared.expect("udp", "What must come back")),
            Shared.timed("udp"),
            Shared.tags()));
  }

  static KindForm ping() {
    return new KindForm(
        "ping",
        "Ping",
        "Sends ICMP echoes to a host.",
        "Ping a host.",
        List.of(Shared.name(), Shared.host("ping")),
        List.of(
            Section.of(
                "Packets",
                Setting.number("ping.packets", "Packets").usual("3").hint("1 to 5 in each check."),
                Setting.number("ping.packetSize", "Bytes of each").usual("56").hint("16 to 1452."),
                Setting.number("ping.maxLoss", "Degraded when more are lost, in percent")
                    .usual("50")
                    .hint("0 to 99. Where all are lost, it is down.")),
            Shared.timed("ping"),
            Shared.tags()));
  }

  static KindForm tls() {
    return new KindForm(
        "tls",
        "Certificate",
        "Looks at the certificate that a server shows, and at the days it has left.",
        "Watch a certificate.",
        List.of(Shared.name(), Shared.host("tls"), Shared.port("tls").usual("443")),
        List.of(
            Section.of(
                "What the certificate must be",
                Setting.number("tls.warnDays", "Degraded with fewer days left")
                    .usual("14")
                    .hint("0 to 825."),
                Setting.number("tls.criticalDays", "Down with fewer days left")
                    .usual("3")
                    .hint("0 to 825, at most the days above."),
                Setting.tick("tls.verify", "Chain and name must be valid", true)
                    .hint("Else only the days count."),
                Setting.line("tls.serverName", "For the name")
                    .hint("Also what the server is asked for. Left empty, the host."),
                Setting.line("tls.issuer", "Issuer")
                    .hint("A text that its name must contain. Left empty, any.")),
            Section.of(
                "How TLS begins",
                Shared.startTls(
                    "tls.starttls", "STARTTLS of", Option.of("", "Nothing: it begins at once"))),
            Shared.timed("tls"),
            Shared.tags()));
  }
}
