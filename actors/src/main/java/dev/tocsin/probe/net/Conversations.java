package dev.tocsin.probe.net;

import dev.tocsin.probe.CheckResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Executes checks that hold a conversation: each on a virtual thread of its own. */
public final class Conversations {
  /** What is said and heard; that it returns means that the target is up. */
  @FunctionalInterface
  public interface Script {
    /**
     * @throws TargetFault why the target is down
     */
    void hold(Conversation with) throws TargetFault;
  }

  private final Network network;
  private final Dialer dialer;
  private final Trust trust;
  private final InstantSource clock;

  public Conversations(Network network, Dialer dialer, Trust trust, InstantSource clock) {
    this.network = network;
    this.dialer = dialer;
    this.trust = trust;
    this.clock = clock;
  }

  /**
   * @param timeout for everything
   * @param degradedOver null where no time is too long
   * @return fails only for a defect of Tocsin
   */
  public CompletionStage<CheckResult> check(
      Duration timeout, @Nullable Duration degradedOver, Script script) {
    return inBackground(() -> hold(timeout, degradedOver, script));
  }

  /** On a virtual thread of its own; what is thrown is a defect. */
  static CompletionStage<CheckResult> inBackground(Supplier<CheckResult> check) {
    CompletableFuture<CheckResult> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("tocsin-check")
        .start(
            () -> {
              try {
                result.complete(check.get());
              } catch (RuntimeException | Error defect) {
                result.completeExceptionally(defect);
              }
            });
    return result;
  }

  private CheckResult hold(Duration timeout, @Nullable Duration degradedOver, Script script) {
    Notes notes = new Notes(clock.instant());
    try (Conversation conversation =
        new Conversation(network.next(), dialer, trust, notes, timeout)) {
      script.hold(conversation);
      return notes.result(null, degradedOver);
    } catch (TargetFault fault) {
      return notes.result(fault.sentence(), degradedOver);
    }
  }
}
