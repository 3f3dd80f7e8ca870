package dev.tocsin.http.page.form;

import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.http.page.form.KindForm.Section;
import java.util.List;

/** Kinds where nothing is asked: others say how it is. */
final class OwnForms {
  private OwnForms() {}

  static KindForm heartbeat() {
    String schedule = "heartbeat.schedule";
    return new KindForm(
        "heartbeat",
        "Heartbeat",
        "Waits for a call of your job, and tells you when it does not come.",
        "Wait for a job’s call.",
        List.of(
            Shared.name(),
            Setting.either(
                schedule,
                "The job runs",
                Option.of("period", "Every so often").told("heartbeat.period"),
                Option.of("cron", "By a cron expression").told("heartbeat.cron")),
            Setting.brief("heartbeat.period", "Every")
                .hint("1s to 366d, as in 10m, 1h, 1d.")
                .when(schedule, "period"),
            Setting.line("heartbeat.cron", "Cron expression")
                .hint(
                    "Minute, hour, day of month, month, day of week, as in 30 3 * * *; or @daily.")
                .when(schedule, "cron")
                .keepingBlank(),
            Setting.line("heartbeat.timeZone", "Time zone")
                .usual("UTC")
                .hint("As in Europe/Berlin.")
                .when(schedule, "cron"),
            Setting.brief("heartbeat.grace", "Late after")
                .hint(
                    "So long after it is due a call is still in time. Left empty: a fifth of the"
                        + " period, 10s to 1h; with a cron expression 1h.")),
        List.of(
            Section.of(
                "Runs and addresses",
                Setting.brief("heartbeat.maxRunTime", "A run may take")
                    .hint(
                        "From its start to its end, as in 2h. Left empty, as long as the time above."),
                Setting.line("heartbeat.slug", "Slug")
                    .hint(
                        "Its name in addresses beside the organization’s ping key: small letters,"
                            + " digits, - and _. Left empty, one is made of the name.")),
            Shared.tags()));
  }

  static KindForm manual() {
    return new KindForm(
        "manual",
        "Set by hand",
        "Nothing is asked: a person or a program says how it is.",
        "Set a state by hand.",
        List.of(Shared.name()),
        List.of(Shared.tags()));
  }
}
