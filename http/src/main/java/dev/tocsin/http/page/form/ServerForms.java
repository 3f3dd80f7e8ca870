package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.http.page.form.KindForm.Section;
import java.util.List;

/** Kinds that sign in to a server. */
final class ServerForms {
  private ServerForms() {}

  static KindForm smtp() {
    return new KindForm(
        "smtp",
        "Mail server",
        "Greets a mail server, with encryption and sign-in where you want them.",
        "Watch a mail server.",
        List.of(
            Shared.name(),
            Shared.host("smtp"),
            Shared.port("smtp")
                .hint("Left empty: 25, with sign-in 587, with TLS from the beginning 465.")),
        List.of(
            Section.of(
                "Encryption",
                Setting.choice(
                    "smtp.security",
                    "TLS",
                    Option.of("none", "None"),
                    Option.of("starttls", "After STARTTLS"),
                    Option.of("tls", "From the beginning")),
                Shared.verifyTls("smtp")),
            new Section(
                "Sign-in and greeting",
                Shared.all(
                    Shared.login("smtp", ""),
                    Setting.line("smtp.heloName", "What Tocsin calls itself")
                        .usual("tocsin")
                        .hint("A name such as monitor.example."))),
            Shared.timed("smtp"),
            Shared.tags()));
  }

  static KindForm redis() {
    return new KindForm(
        "redis",
        "Redis",
        "Asks a server that speaks Redis’ protocol whether it answers, and in which role.",
        "Watch a Redis server.",
        List.of(Shared.name(), Shared.host("redis"), Shared.port("redis").usual("6379")),
        List.of(
            new Section(
                "Sign-in", Shared.login("redis", "Left empty, the password alone is sent.")),
            Section.of(
                "Encryption",
                Setting.tick("redis.tls", "Use TLS", false),
                Shared.verifyTls("redis")),
            Section.of(
                "What it must be",
                Setting.choice(
                    "redis.role",
                    "Role",
                    Option.of("", "Either"),
                    Option.of("primary", "Primary"),
                    Option.of("replica", "Replica")),
                Setting.number("redis.database", "Database")
                    .hint("Its number. Left empty, none is selected.")),
            Shared.timed("redis"),
            Shared.tags()));
  }

  static KindForm sql() {
    return new KindForm(
        "sql",
        "Database",
        "Signs in to PostgreSQL, MySQL, MariaDB or SQL Server, and runs a query.",
        "Watch a database.",
        List.of(
            Shared.name(),
            Setting.choice(
                    "sql.driver",
                    "Database",
                    Option.of("postgresql", "PostgreSQL"),
                    Option.of("mysql", "MySQL or MariaDB"),
                    Option.of("sqlserver", "SQL Server"))
                .usual(""),
            Shared.host("sql"),
            Setting.line("sql.user", "User").hint("Best one that may only read."),
            Setting.either(
                "sql.login",
                "Password",
                Option.of("password", "This one").told("sql.password"),
                Option.of("none", "The user has none")),
            Setting.secret("sql.password", "The password").when("sql.login", "password")),
        List.of(
            Section.of(
                "Port, name and encryption",
                Shared.port("sql").hint("Left empty: 5432, 3306 or 1433, as the database has it."),
                Setting.line("sql.database", "Name of the database")
                    .hint("Left empty, the user’s own."),
                Setting.choice(
                    "sql.tls",
                    "TLS",
                    Option.of("verify", "With a valid certificate"),
                    Option.of("require", "With any certificate"),
                    Option.of("off", "None"))),
            Section.of(
                "Query and its result",
                Setting.text("sql.query", "Query", 3)
                    .usual("SELECT 1")
                    .hint("One statement, which must not change anything."),
                Setting.choice(
                    "sql.expect.rows",
                    "Rows",
                    Option.of("", "Some or none"),
                    Option.of("some", "Some"),
                    Option.of("none", "None")),
                Setting.text("sql.expect.value", "First value of the first row", 1)
                    .hint("Left empty, any.")),
            Shared.timed("sql"),
            Shared.tags()));
  }
}
