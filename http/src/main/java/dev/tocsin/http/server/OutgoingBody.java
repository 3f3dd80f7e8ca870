package dev.tocsin.http.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of an answer as it flows: each part waits until the one before it has left. */
final class OutgoingBody {
  private static final Logger log = LoggerFactory.getLogger(OutgoingBody.class);

  private final UniqueKillSwitch flow;

  private OutgoingBody(UniqueKillSwitch flow) {
    this.flow = flow;
  }

  /**
   * @param over is told on the channel's thread that the end was reached, or that it never will be
   */
  static OutgoingBody send(
      HttpResponse response, Channel channel, ActorSystem<?> system, Consumer<Boolean> over) {
    var running =
        response
            .entity()
            .getDataBytes()
            .viaMat(KillSwitches.single(), Keep.right())
            .toMat(Sink.<ByteString>foreachAsync(1, bytes -> write(channel, bytes)), Keep.both())
            .run(system);
    running
        .second()
        .whenComplete(
            (done, failure) -> {
              if (failure != null && channel.isActive() && !isIo(failure)) {
                log.warn("An answer was cut off, because its body failed.", failure);
              }
              channel.eventLoop().execute(() -> over.accept(failure == null));
            });
    return new OutgoingBody(running.first());
  }

  private static boolean isIo(Throwable failure) {
    return failure instanceof IOException || failure.getCause() instanceof IOException;
  }

  private static CompletionStage<Void> write(Channel channel, ByteString bytes) {
    CompletableFuture<Void> left = new CompletableFuture<>();
    if (bytes.isEmpty()) {
      left.complete(null);
      return left;
    }
    channel
        .writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes.toArrayUnsafe())))
        .addListener(
            sent -> {
              if (sent.isSuccess()) {
                left.complete(null);
              } else {
                left.completeExceptionally(sent.cause());
              }
            });
    return left;
  }

  /** Nobody is there any more. */
  void cancel() {
    flow.shutdown();
  }

  /** An answer that nobody gets: what flows is told to stop. */
  static void discard(HttpResponse response, ActorSystem<?> system) {
    if (!(response.entity() instanceof HttpEntity.Strict)) {
      response.entity().getDataBytes().runWith(Sink.cancelled(), system);
    }
  }
}
