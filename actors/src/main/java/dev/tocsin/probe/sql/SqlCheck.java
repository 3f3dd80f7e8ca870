package dev.tocsin.probe.sql;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.net.ConnectFaults;
import dev.tocsin.probe.net.Dial;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.Spans;
import dev.tocsin.probe.net.TargetFault;
import dev.tocsin.probe.sql.SqlSpec.Driver;
import dev.tocsin.probe.sql.SqlSpec.Expected;
import dev.tocsin.probe.sql.SqlSpec.Rows;
import dev.tocsin.probe.sql.SqlSpec.Tls;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One check: the name is resolved, its addresses are judged, one is connected, a driver logs in
 * over that connection and runs the query. It blocks, on a virtual thread; the end of its time
 * closes the connection under it, whatever the driver is doing.
 */
final class SqlCheck implements Runnable {
  private static final int MOST_ADDRESSES = 4;

  private final SqlProbe probe;
  private final SqlSpec spec;
  private final Duration timeout;
  private final EventLoop loop;
  private final CompletableFuture<CheckResult> result;
  private final Notes notes;
  private final long end;

  private volatile boolean late;
  private volatile @Nullable Socket socket;
  private String unfinished = "";

  SqlCheck(
      SqlProbe probe,
      SqlSpec spec,
      Duration timeout,
      EventLoop loop,
      CompletableFuture<CheckResult> result) {
    this.probe = probe;
    this.spec = spec;
    this.timeout = timeout;
    this.loop = loop;
    this.result = result;
    this.notes = new Notes(probe.clock().instant());
    this.end = System.nanoTime() + timeout.toNanos();
    if (spec.login().password() != null) {
      notes.hide(spec.login().password());
    }
  }

  @Override
  public void run() {
    try {
      Future<?> timer = loop.schedule(this::onTimeout, timeout.toNanos(), TimeUnit.NANOSECONDS);
      try {
        result.complete(notes.result(fault(), spec.degradedOver()));
      } finally {
        timer.cancel(false);
        close();
      }
    } catch (RuntimeException | Error | InterruptedException defect) {
      result.completeExceptionally(defect);
    }
  }

  /** Why the database is down; null where it is not. */
  private @Nullable String fault() throws InterruptedException {
    try {
      InetSocketAddress address = connect();
      return ask(address);
    } catch (TargetFault fault) {
      return late ? unfinished + " within " + Spans.text(timeout) : fault.sentence();
    }
  }

  private InetSocketAddress connect() throws TargetFault, InterruptedException {
    List<InetSocketAddress> addresses = judged(resolve());
    long began = System.nanoTime();
    @Nullable TargetFault first = null;
    for (InetSocketAddress address : addresses) {
      unfinished = "No connection to " + Dial.text(address);
      Socket opening = new CheckSocket();
      socket = opening;
      try {
        // each address gets its share of what is left
        int share = (int) Math.max(1, leftMillis() / addresses.size());
        opening.connect(address, address.equals(addresses.getLast()) ? leftMillis() : share);
        opening.setSoTimeout(leftMillis());
        opening.setTcpNoDelay(true);
        notes.address(address);
        notes.connected(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
        return address;
      } catch (IOException failed) {
        close();
        first = first == null ? fault(failed, address) : first;
      }
    }
    throw first == null ? new TargetFault("No connection to " + spec.endpoint()) : first;
  }

  private static TargetFault fault(IOException failed, InetSocketAddress address) {
    Throwable fault = ConnectFaults.of(failed, address);
    if (fault instanceof TargetFault target) {
      return target;
    }
    throw new IllegalStateException(fault);
  }

  private List<InetAddress> resolve() throws TargetFault, InterruptedException {
    String host = spec.endpoint().host();
    Optional<InetAddress> literal = AddressPolicy.literal(host);
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    long began = System.nanoTime();
    unfinished = "No answer from DNS for the name " + host;
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    loop.execute(
        () ->
            probe
                .names()
                .resolve(host, loop)
                .addListener(
                    (Future<List<InetAddress>> answer) -> {
                      if (answer.isSuccess()) {
                        found.complete(answer.getNow());
                      } else {
                        found.completeExceptionally(answer.cause());
                      }
                    }));
    try {
      return found.get(leftMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException over) {
      late = true;
      throw new TargetFault(unfinished);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof TargetFault target) {
        throw target;
      }
      throw new IllegalStateException(failed.getCause());
    } finally {
      notes.resolved(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
    }
  }

  private List<InetSocketAddress> judged(List<InetAddress> addresses) throws TargetFault {
    List<InetSocketAddress> allowed = new ArrayList<>();
    @Nullable String refused = null;
    for (InetAddress address : addresses) {
      InetSocketAddress target = new InetSocketAddress(address, spec.endpoint().port());
      switch (probe.policy().judge(target)) {
        case AddressPolicy.Allowed yes -> allowed.add(target);
        case AddressPolicy.Refused(String why) -> refused = why;
      }
    }
    if (allowed.isEmpty()) {
      throw new TargetFault(
          refused == null ? "The name " + spec.endpoint().host() + " has no address" : refused);
    }
    return allowed.subList(0, Math.min(MOST_ADDRESSES, allowed.size()));
  }

  private @Nullable String ask(InetSocketAddress address) throws TargetFault {
    Socket connected = socket;
    if (connected == null) {
      throw new TargetFault(unfinished);
    }
    boolean verify = spec.tls() == Tls.VERIFY;
    Handed handed =
        new Handed(
            connected,
            spec.endpoint().host(),
            spec.endpoint().port(),
            probe.trust().sockets(verify),
            verify);
    return ScopedValue.where(Handed.CURRENT, handed).call(() -> login(address));
  }

  private @Nullable String login(InetSocketAddress address) throws TargetFault {
    unfinished = "No answer from " + Dial.text(address) + " to the login";
    long began = System.nanoTime();
    try (Connection connection = Drivers.connect(spec, address, Duration.ofMillis(leftMillis()))) {
      notes.fact("login", millisSince(began) + " ms");
      notes.fact(
          "server",
          connection.getMetaData().getDatabaseProductName()
              + " "
              + connection.getMetaData().getDatabaseProductVersion());
      unfinished = "No answer from " + Dial.text(address) + " to the query";
      try {
        return query(connection);
      } catch (SQLException failed) {
        throw new TargetFault(late() ? unfinished : SqlFaults.query(failed, spec, address));
      } finally {
        // what is under way is not waited for, and nothing is committed
        connection.abort(Runnable::run);
      }
    } catch (SQLException failed) {
      throw new TargetFault(late() ? unfinished : SqlFaults.login(failed, spec, address));
    }
  }

  private @Nullable String query(Connection connection) throws SQLException {
    long began = System.nanoTime();
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      if (spec.driver() == Driver.POSTGRESQL) {
        // the server must not go on with what nobody waits for; no setting of the connection,
        // which poolers refuse
        statement.execute("SET LOCAL statement_timeout = " + leftMillis());
      }
      statement.setMaxRows(1);
      statement.setFetchSize(1);
      if (!statement.execute(spec.query())) {
        notes.fact("query", millisSince(began) + " ms");
        return judge(false, null);
      }
      try (ResultSet rows = statement.getResultSet()) {
        boolean some = rows.next();
        @Nullable String value = some ? rows.getString(1) : null;
        notes.fact("query", millisSince(began) + " ms");
        if (value != null) {
          notes.fact("value", Quotes.of(SqlFaults.withoutPassword(value, spec)));
        }
        return judge(some, value);
      }
    }
  }

  private @Nullable String judge(boolean some, @Nullable String value) {
    if (!(spec.expected() instanceof Expected expected)) {
      return null;
    }
    if (expected.rows() == Rows.NONE) {
      return some ? "The query found a row, and none was expected" : null;
    }
    if (!some) {
      return "The query found no row";
    }
    return expected.value() == null || expected.value().equals(value)
        ? null
        : "The query found %s, expected %s"
            .formatted(
                value == null
                    ? "null"
                    : "\"" + Quotes.of(SqlFaults.withoutPassword(value, spec), 80) + "\"",
                "\"" + Quotes.of(expected.value(), 80) + "\"");
  }

  private void onTimeout() {
    late = true;
    close();
  }

  /** A driver's own time-out may be quicker by a breath. */
  private boolean late() {
    late |= System.nanoTime() >= end - TimeUnit.MILLISECONDS.toNanos(5);
    return late;
  }

  private int leftMillis() {
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private void close() {
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException gone) {
        // there is nothing left to close
      }
    }
  }
}
