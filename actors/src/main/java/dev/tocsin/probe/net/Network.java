package dev.tocsin.probe.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads and sockets of all checks of a node. */
public final class Network implements AutoCloseable {
  /** A loop that has nothing to do answers within a fraction of a millisecond. */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final EventLoopGroup loops;
  private final ChannelFactory<SocketChannel> sockets;
  private final ChannelFactory<DatagramChannel> datagrams;
  private final ByteBufAllocator allocator;
  private final List<LoopDelay> delays;
  private final Processors processors = new Processors();

  private Network(
      EventLoopGroup loops,
      ChannelFactory<SocketChannel> sockets,
      ChannelFactory<DatagramChannel> datagrams,
      ByteBufAllocator allocator) {
    this.loops = loops;
    this.sockets = sockets;
    this.datagrams = datagrams;
    this.allocator = allocator;
    List<LoopDelay> all = new ArrayList<>();
    loops.forEach(loop -> all.add(new LoopDelay(loop)));
    this.delays = List.copyOf(all);
  }

  /** On epoll where its library loads, else on the JDK's sockets. */
  public static Network open(int threads) {
    return open(threads, ByteBufAllocator.DEFAULT);
  }

  /**
   * @param allocator of everything that is sent and received
   */
  public static Network open(int threads, ByteBufAllocator allocator) {
    DefaultThreadFactory names = new DefaultThreadFactory("tocsin-probe", true);
    return Epoll.isAvailable()
        ? new Network(
            new MultiThreadIoEventLoopGroup(threads, names, EpollIoHandler.newFactory()),
            EpollSocketChannel::new,
            () -> closedLater(new EpollDatagramChannel()),
            allocator)
        : new Network(
            new MultiThreadIoEventLoopGroup(threads, names, NioIoHandler.newFactory()),
            NioSocketChannel::new,
            NioDatagramChannel::new,
            allocator);
  }

  public EventLoop next() {
    return loops.next();
  }

  /**
   * Whether this machine has its hands full, so that checks take longer than their targets do: what
   * has come from a target waits for its thread, or the processors have nothing left. To be asked
   * every now and then by one thread: each time tells of the time since the last.
   */
  public boolean isBusy() {
    boolean busy = processors.areFull();
    for (LoopDelay delay : delays) {
      busy |= delay.sample() > BUSY_NANOS;
    }
    return busy;
  }

  private static DatagramChannel closedLater(DatagramChannel opened) {
    opened.pipeline().addFirst(new CloseLater());
    return opened;
  }

  /** Ends the threads; checks in flight are cut off. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
  }

  ChannelFactory<SocketChannel> sockets() {
    return sockets;
  }

  /** Of channels that may be closed by what reads from them. */
  ChannelFactory<DatagramChannel> datagrams() {
    return datagrams;
  }

  /**
   * Opens connections to addresses that were judged; where there is a name or nobody judged, {@link
   * Dialer} is the way. The check's own time-out ends an attempt, so there is no other one.
   */
  public Bootstrap connections(EventLoop loop) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(sockets)
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.AUTO_READ, false);
  }

  /** Datagrams to and from addresses that were judged; connect it, so that strangers stay out. */
  public Bootstrap datagrams(EventLoop loop) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(datagrams)
        .option(ChannelOption.ALLOCATOR, allocator);
  }
}
