package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.http.page.form.KindForm.Section;
import java.util.List;

/** Kinds that speak HTTP. */
final class WebForms {
  private static final String PAIRS =
      "One on each line, as in Accept: text/html. The value of a name that says it is secret is not"
          + " shown again.";

  private WebForms() {}

  static KindForm http() {
    return new KindForm(
        "http",
        "Web address",
        "Asks an HTTP or HTTPS address: status, text, JSON, certificate, speed.",
        "Watch a web address.",
        List.of(
            Shared.name(),
            Setting.address("http.url", "Address").hint("With http:// or https://.")),
        List.of(
            new Section("What is sent", sent()),
            new Section("Sign-in", signIn()),
            new Section("What the answer must be", answer()),
            Section.of(
                "Redirects and certificate",
                Setting.tick("http.followRedirects", "Follow redirects", true)
                    .hint("At most 5. Else the redirect itself is the answer."),
                Shared.verifyTls("http"),
                Setting.number("http.certificateWarnDays", "Degraded with fewer days left")
                    .control(new Control.Number("0"))
                    .usual("14")
                    .hint("Of the certificate, 0 to 825. 0 never warns.")),
            Shared.timed("http"),
            Shared.tags()));
  }

  private static List<Setting> sent() {
    return List.of(
        Setting.choice(
            "http.method",
            "Method",
            same("GET"),
            same("HEAD"),
            same("POST"),
            same("PUT"),
            same("PATCH"),
            same("DELETE"),
            same("OPTIONS")),
        Setting.pairs("http.headers", "Headers").hint(PAIRS),
        Setting.text("http.body", "Body", 4)
            .hint("At most 64 KiB, with POST, PUT, PATCH and DELETE. JSON is sent as JSON."));
  }

  private static Option same(String value) {
    return Option.of(value, value);
  }

  private static List<Setting> signIn() {
    return List.of(
        Setting.either(
            "http.auth",
            "How",
            Option.of("none", "None"),
            Option.of("basic", "User and password").told("http.auth.basic"),
            Option.of("bearer", "Bearer token").told("http.auth.bearer")),
        Setting.line("http.auth.basic.user", "User").when("http.auth", "basic"),
        Setting.secret("http.auth.basic.password", "Password").when("http.auth", "basic"),
        Setting.secret("http.auth.bearer", "Token").when("http.auth", "bearer"));
  }

  private static List<Setting> answer() {
    return List.of(
        Setting.lines("http.expectedStatus", "Status")
            .usual("200-299")
            .hint("One on each line: a code such as 204, or a range such as 200-299."),
        Setting.either(
            "http.keyword",
            "The body must have",
            Option.of("none", "Anything"),
            Option.of("text", "A text").told("http.keyword.text"),
            Option.of("pattern", "A regular expression").told("http.keyword.pattern")),
        Setting.text("http.keyword.text", "The text", 1)
            .hint("Case matters.")
            .when("http.keyword", "text")
            .keepingBlank(),
        Setting.text("http.keyword.pattern", "The regular expression", 1)
            .hint("As RE2 reads it, found anywhere; (?i) for either case. At most 512 characters.")
            .when("http.keyword", "pattern")
            .keepingBlank(),
        Setting.tick("http.keyword.absent", "It must not be there", false)
            .when("http.keyword", "text", "pattern"),
        Setting.line("http.jsonPath.path", "JSONPath")
            .hint("As in $.status. Left empty, the body need not be JSON."),
        Setting.text("http.jsonPath.equals", "Its value", 1)
            .hint("Left empty, it only has to be there."));
  }

  static KindForm websocket() {
    return new KindForm(
        "websocket",
        "WebSocket",
        "Opens a WebSocket, sends a message, and looks at what comes back.",
        "Watch a WebSocket.",
        List.of(
            Shared.name(),
            Setting.address("websocket.url", "Address").hint("With ws:// or wss://.")),
        List.of(
            new Section(
                "What is sent and what comes back",
                Shared.all(
                    Shared.expect("websocket", "What must come back"),
                    Setting.text("websocket.send", "Message", 2)
                        .hint("Left empty, a ping is sent."))),
            Section.of(
                "Handshake and certificate",
                Setting.pairs("websocket.headers", "Headers").hint(PAIRS),
                Setting.line("websocket.subprotocol", "Subprotocol")
                    .hint("What both sides must agree on. Left empty, none is asked for."),
                Shared.verifyTls("websocket")),
            Shared.timed("websocket"),
            Shared.tags()));
  }

  static KindForm grpc() {
    return new KindForm(
        "grpc",
        "gRPC service",
        "Asks a gRPC server's standard health service.",
        "Watch a gRPC service.",
        List.of(
            Shared.name(),
            Shared.host("grpc"),
            Shared.port("grpc"),
            Setting.line("grpc.service", "Service")
                .hint("As in shop.v1.Orders. Left empty, the server as a whole.")),
        List.of(
            Section.of(
                "Encryption and metadata",
                Setting.tick("grpc.tls", "Use TLS", false),
                Shared.verifyTls("grpc"),
                Setting.pairs("grpc.metadata", "Metadata").hint(PAIRS)),
            Shared.timed("grpc"),
            Shared.tags()));
  }
}
