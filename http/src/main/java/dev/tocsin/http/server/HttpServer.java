package dev.tocsin.http.server;

import dev.tocsin.http.RequestPipeline;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/** The port that everything is served on. Safe for use by many threads. */
public final class HttpServer {
  private static final int MOST_CONNECTIONS = 65_536;
  private static final int BACKLOG = 1_024;

  /** How often connections are looked at that are silent, or send too slowly. */
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private static final Duration LAST_WORDS = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final MultiThreadIoEventLoopGroup loops;
  private final Channel listening;
  private final ChannelGroup connections;
  private final RequestPipeline pipeline;
  private final Served served;
  private @Nullable CompletionStage<Void> drained;

  private HttpServer(
      MultiThreadIoEventLoopGroup loops,
      Channel listening,
      ChannelGroup connections,
      RequestPipeline pipeline,
      Served served) {
    this.loops = loops;
    this.listening = listening;
    this.connections = connections;
    this.pipeline = pipeline;
    this.served = served;
    loops.scheduleAtFixedRate(
        () -> connections.forEach(HttpServer::sweep),
        SWEEP.toMillis(),
        SWEEP.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * @param port 0 takes a free one
   * @param clock what answers are dated by
   * @return fails where the address is taken or is not this machine's
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system, String bind, int port, RequestPipeline pipeline, InstantSource clock) {
    boolean epoll = Epoll.isAvailable();
    var loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("http", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    var connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    var served = new Served(system, pipeline, clock);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    if (connections.size() >= MOST_CONNECTIONS) {
                      channel.close();
                      return;
                    }
                    connections.add(channel);
                    Connection.open(channel, served);
                  }
                })
            .bind(bind, port);
    CompletableFuture<HttpServer> server = new CompletableFuture<>();
    bound.addListener(
        done -> {
          if (done.isSuccess()) {
            server.complete(new HttpServer(loops, bound.channel(), connections, pipeline, served));
          } else {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            server.completeExceptionally(new CompletionException(done.cause()));
          }
        });
    return server;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /**
   * Takes no new connection, ends what streams, and lets the answers that are under way finish. A
   * second call waits for the first.
   *
   * @param grace zero cuts them
   * @return completes at the latest a moment after {@code grace}
   */
  public synchronized CompletionStage<Void> drain(Duration grace) {
    if (drained == null) {
      drained = drainOnce(grace);
    }
    return drained;
  }

  private CompletionStage<Void> drainOnce(Duration grace) {
    served.drain();
    pipeline.drain();
    CompletableFuture<Void> unbound = new CompletableFuture<>();
    listening.close().addListener(done -> unbound.complete(null));
    Executor later =
        CompletableFuture.delayedExecutor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    long end = System.nanoTime() + grace.toNanos();
    return unbound.thenComposeAsync(
        closed -> {
          connections.forEach(HttpServer::endIdle);
          return whenEmpty(end);
        },
        later);
  }

  private CompletionStage<Void> whenEmpty(long endNanos) {
    if (!connections.isEmpty() && System.nanoTime() < endNanos) {
      return CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(LOOK.toMillis(), TimeUnit.MILLISECONDS))
          .thenCompose(waited -> whenEmpty(endNanos));
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    connections
        .close()
        .addListener(
            closed ->
                loops
                    .shutdownGracefully(0, 1, TimeUnit.SECONDS)
                    .addListener(ended -> over.complete(null)));
    return over;
  }

  private static void sweep(Channel channel) {
    channel.eventLoop().execute(() -> Connection.of(channel).ifPresent(Connection::sweep));
  }

  private static void endIdle(Channel channel) {
    channel.eventLoop().execute(() -> Connection.of(channel).ifPresent(Connection::endIdle));
  }
}
