package dev.tocsin.probe.redis;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.Conversations;
import dev.tocsin.probe.net.Login;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.TargetFault;
import dev.tocsin.probe.redis.RedisSpec.Role;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Logs in, selects a database, and waits for PONG; nothing is written or read of the data. */
public final class RedisProbe implements Probe<RedisSpec> {
  private final Conversations conversations;

  public RedisProbe(Conversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public CompletionStage<CheckResult> check(RedisSpec spec, Duration timeout) {
    return conversations.check(timeout, spec.degradedOver(), with -> hold(spec, with));
  }

  private static void hold(RedisSpec spec, Conversation with) throws TargetFault {
    with.connect(spec.endpoint());
    if (spec.tls().on()) {
      with.startTls(spec.endpoint().host(), spec.tls().verify());
    }
    if (spec.login() instanceof Login login) {
      with.notes().hide(login.password());
      @Nullable String user = login.user();
      RedisReply reply =
          user == null
              ? RedisReply.to(with, "AUTH", login.password())
              : RedisReply.to(with, "AUTH", user, login.password());
      expect(with, "AUTH", "OK", reply);
    }
    if (spec.database() != null) {
      expect(with, "SELECT", "OK", RedisReply.to(with, "SELECT", spec.database().toString()));
    }
    expect(with, "PING", "PONG", RedisReply.to(with, "PING"));
    describe(spec, with);
  }

  /** What the server says of itself, where it may be asked. */
  private static void describe(RedisSpec spec, Conversation with) throws TargetFault {
    Notes notes = with.notes();
    RedisReply server = RedisReply.to(with, "INFO", "server");
    if (!server.isError()) {
      fact(notes, "version", server.value("redis_version"));
      fact(notes, "mode", server.value("redis_mode"));
      fact(notes, "seconds since its start", server.value("uptime_in_seconds"));
    }
    RedisReply replication = RedisReply.to(with, "INFO", "replication");
    String role = replication.isError() ? "" : replication.value("role");
    fact(notes, "role", role);
    if (spec.role() instanceof Role wanted) {
      String name = wanted.name().toLowerCase(Locale.ROOT);
      if (role.isEmpty()) {
        throw with.fault("does not tell whether it is the " + name);
      }
      if (role.equals("master") != (wanted == Role.PRIMARY)) {
        throw with.fault(
            "is a " + (role.equals("master") ? "primary" : "replica") + ", expected a " + name);
      }
    }
  }

  private static void fact(Notes notes, String name, String value) {
    if (!value.isEmpty()) {
      notes.fact(name, Quotes.of(value));
    }
  }

  private static void expect(Conversation with, String command, String expected, RedisReply reply)
      throws TargetFault {
    String text = Quotes.of(reply.text());
    if (!reply.isError()) {
      if (!reply.text().equals(expected)) {
        throw with.fault("answered " + command + " with \"" + text + "\", not with " + expected);
      }
      return;
    }
    throw with.fault(
        switch (reply.word()) {
          case "NOAUTH" -> "wants a password, and the monitor has none";
          case "WRONGPASS" -> "refused the user or the password: \"" + text + "\"";
          case "NOPERM" -> "does not let this user " + command + ": \"" + text + "\"";
          case "LOADING" -> "is still loading its data";
          case "MISCONF" ->
              "takes no writes, because it cannot save its data to disk: \"" + text + "\"";
          case "READONLY" -> "is a replica that only reads: \"" + text + "\"";
          case "MASTERDOWN" -> "is a replica that has lost its primary: \"" + text + "\"";
          case "DENIED" -> "lets nobody in from elsewhere (protected mode)";
          case "BUSY" -> "is busy with a script: \"" + text + "\"";
          default -> "answered " + command + " with \"" + text + "\"";
        });
  }
}
