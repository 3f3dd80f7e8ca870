package dev.tocsin.http.page;

import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Schedule;
import dev.tocsin.monitor.MonitorId;
import java.time.Duration;
import java.util.List;

/**
 * How a job calls its heartbeat: addresses, and lines that work as they stand once the job's own
 * name is put in.
 *
 * @param ping the address that is called
 */
public record HeartbeatCalls(String ping, List<Way> ways) {

  /**
   * @param title what it is for, in a word or two
   */
  public record Way(String title, List<Line> lines) {
    static Way of(String title, Line... lines) {
      return new Way(title, List.of(lines));
    }
  }

  /**
   * @param caption what is done with it
   */
  public record Line(String caption, String code) {}

  /** Gives up on a call after 10 s and tries it again, says nothing where all is well. */
  private static final String CURL = "curl -fsS -m 10 --retry 5 -o /dev/null";

  static HeartbeatCalls of(
      MonitorId id, HeartbeatSpec spec, HeartbeatSpec.Keys keys, String publicUrl) {
    String ping = publicUrl + "/ping/" + keys.ping();
    return new HeartbeatCalls(
        ping,
        List.of(
            shell(ping),
            cron(ping, spec.schedule()),
            systemd(ping),
            python(ping),
            node(ping),
            windows(ping),
            others(id, keys, publicUrl)));
  }

  private static Way shell(String ping) {
    return Way.of(
        "Shell",
        new Line("When it is done", CURL + " " + ping),
        new Line(
            "With its start and how it ended",
            String.join(
                "\n", CURL + " " + ping + "/start", "./your-job", CURL + " " + ping + "/$?")));
  }

  /** Its output comes by the standard input, for a line of a shell has room for little. */
  private static Way cron(String ping, Schedule schedule) {
    return Way.of(
        "cron",
        new Line(
            "A line of a crontab: how it ended, and the end of what it said",
            times(schedule)
                + "  out=$(./your-job 2>&1); status=$?; echo \"$out\" | tail -c 9000 | "
                + CURL
                + " --data-binary @- "
                + ping
                + "/$status"));
  }

  /** What a crontab says for the same times. */
  private static String times(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Cron(String expression, var zone) -> expression;
      case Schedule.Period(Duration period) -> {
        long minutes = Math.max(1, period.toMinutes());
        if (minutes < 60) {
          yield minutes == 1 ? "* * * * *" : "*/" + minutes + " * * * *";
        }
        long hours = period.toHours();
        yield hours >= 24 ? "30 3 * * *" : hours == 1 ? "0 * * * *" : "0 */" + hours + " * * *";
      }
    };
  }

  private static Way systemd(String ping) {
    return Way.of(
        "systemd",
        new Line(
            "In the unit, as in /etc/systemd/system/your-job.service",
            """
            [Service]
            Type=oneshot
            ExecStartPre=-/usr/bin/CURL PING/start
            ExecStart=/usr/local/bin/your-job
            # where a signal has ended it, its exit status is that signal's name
            ExecStopPost=-/bin/sh -c 'test "$$EXIT_CODE" = exited && s=$$EXIT_STATUS || s=fail; \\
              CURL --data-raw "$$SERVICE_RESULT $$EXIT_STATUS" PING/$$s'
            """
                .replace("CURL", CURL)
                .replace("PING", ping)
                .strip()));
  }

  private static Way python(String ping) {
    return Way.of(
        "Python",
        new Line(
            "With its start and how it ended; needs no package",
            """
            import urllib.request

            PING = "PING_ADDRESS"


            def ping(what="", said=""):
                try:
                    urllib.request.urlopen(PING + what, said.encode()[:9000], timeout=10).close()
                except OSError as failure:
                    print("The heartbeat was not told:", failure)


            def your_job():
                pass  # here is what is to be done


            ping("/start")
            try:
                your_job()
            except Exception as failure:
                ping("/fail", repr(failure))
                raise
            ping()
            """
                .replace("PING_ADDRESS", ping)
                .strip()));
  }

  private static Way node(String ping) {
    return Way.of(
        "Node",
        new Line(
            "With its start and how it ended; a module (.mjs), Node 18 or newer",
            """
            const PING = "PING_ADDRESS";

            async function ping(what = "", said = "") {
              try {
                const signal = AbortSignal.timeout(10_000);
                const body = said.slice(0, 9_000);
                const answer = await fetch(PING + what, { method: "POST", body, signal });
                if (!answer.ok) throw new Error(`status ${answer.status}`);
              } catch (failure) {
                console.error("The heartbeat was not told:", failure);
              }
            }

            async function yourJob() {
              // here is what is to be done
            }

            await ping("/start");
            try {
              await yourJob();
            } catch (failure) {
              await ping("/fail", String(failure));
              throw failure;
            }
            await ping();
            """
                .replace("PING_ADDRESS", ping)
                .strip()));
  }

  private static Way windows(String ping) {
    return Way.of(
        "Windows",
        new Line(
            "PowerShell: the script C:\\Jobs\\your-job.ps1",
            """
            $ping = "PING_ADDRESS"
            Invoke-RestMethod -Uri "$ping/start" -TimeoutSec 10 -UseBasicParsing | Out-Null
            $global:LASTEXITCODE = -1
            & "C:\\Jobs\\your-job.exe"
            $end = if ($LASTEXITCODE -eq 0) { "" } else { "/fail" }
            Invoke-RestMethod -Uri "$ping$end" -Method Post -Body "Exit code $LASTEXITCODE" -TimeoutSec 10 -UseBasicParsing | Out-Null
            """
                .replace("PING_ADDRESS", ping)
                .strip()),
        new Line(
            "PowerShell, as an administrator: the task that runs it",
            """
            $action = New-ScheduledTaskAction -Execute "powershell.exe" -Argument '-NoProfile -ExecutionPolicy Bypass -File "C:\\Jobs\\your-job.ps1"'
            $trigger = New-ScheduledTaskTrigger -Daily -At "03:30"
            Register-ScheduledTask -TaskName "Your job" -Action $action -Trigger $trigger -User "SYSTEM"
            """
                .strip()));
  }

  private static Way others(MonitorId id, HeartbeatSpec.Keys keys, String publicUrl) {
    String push = publicUrl + "/api/push/" + keys.push();
    return Way.of(
        "Other programs",
        new Line("The push address, as Uptime Kuma has it", push + "?status=up&msg=OK&ping="),
        new Line(
            "JSON, with the service's id and key",
            """
            CURL PUBLIC/api/heartbeat \\
              -H 'Authorization: Bearer KEY' \\
              -H 'Content-Type: application/json' \\
              -d '{"serviceId": "ID", "status": "up", "message": "done"}'
            """
                .replace("CURL", CURL)
                .replace("PUBLIC", publicUrl)
                .replace("KEY", keys.apiKey())
                .replace("ID", id.toString())
                .strip()));
  }

  @Override
  public String toString() {
    return "HeartbeatCalls";
  }
}
