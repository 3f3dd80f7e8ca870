package dev.tocsin.probe.sql;

import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.net.Names;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Opens databases by JDBC, each check on a virtual thread of its own. */
public final class SqlProbe implements Probe<SqlSpec> {
  private final Network network;
  private final Names names;
  private final AddressPolicy policy;
  private final Trust trust;
  private final InstantSource clock;

  public SqlProbe(
      Network network, Names names, AddressPolicy policy, Trust trust, InstantSource clock) {
    this.network = network;
    this.names = names;
    this.policy = policy;
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public CompletionStage<CheckResult> check(SqlSpec spec, Duration timeout) {
    CompletableFuture<CheckResult> result = new CompletableFuture<>();
    try {
      SqlCheck check = new SqlCheck(this, spec, timeout, network.next(), result);
      Thread.ofVirtual().name("tocsin-sql").start(check);
    } catch (RejectedExecutionException closed) {
      result.completeExceptionally(closed);
    }
    return result;
  }

  Names names() {
    return names;
  }

  AddressPolicy policy() {
    return policy;
  }

  Trust trust() {
    return trust;
  }

  InstantSource clock() {
    return clock;
  }
}
