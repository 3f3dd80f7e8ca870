package dev.tocsin.probe.dns;

import dev.tocsin.probe.net.ConnectFaults;
import dev.tocsin.probe.net.Dial;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.TargetFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * One question, asked by UDP of one server after the other until one answers, and by TCP where the
 * answer does not fit. A question that may have been lost is sent again. Each server is asked from
 * a port of its own with a number of its own, and answers to anything else are passed over: a
 * stranger may have sent them.
 *
 * <p>Everything happens on one event loop, so nothing here is guarded.
 */
final class DnsExchange {
  /**
   * @param questions how often the question was sent
   * @param micros from the first question to the answer
   * @param connectMicros of the connection by TCP; null by UDP
   */
  record Reply(
      Message message,
      InetSocketAddress server,
      int questions,
      long micros,
      @Nullable Long connectMicros) {}

  private static final SecureRandom NUMBERS = new SecureRandom();
  private static final long PATIENCE_MILLIS = 2_000;
  private static final int MOST_QUESTIONS = 6;

  private final Network network;
  private final EventLoop loop;
  private final Record question;
  private final long patienceMillis;
  private final List<Peer> peers = new ArrayList<>();
  private final Promise<Reply> outcome;

  private long start;
  private int questions;
  private boolean strangeAnswers;
  private boolean garbage;
  private @Nullable InetSocketAddress byTcp;
  private @Nullable Channel connection;
  private @Nullable Future<?> patience;
  private @Nullable Throwable firstFault;
  private @Nullable Reply lastResort;

  /**
   * @param servers judged, in the order in which they are asked; at least one
   * @param timeout of the check; a question that gets no answer is sent again within it
   */
  DnsExchange(
      Network network,
      EventLoop loop,
      List<InetSocketAddress> servers,
      Record question,
      Duration timeout) {
    this.network = network;
    this.loop = loop;
    this.question = question;
    this.patienceMillis = Math.clamp(timeout.toMillis() / 3, 1, PATIENCE_MILLIS);
    this.outcome = loop.newPromise();
    servers.forEach(server -> peers.add(new Peer(server)));
  }

  /** Fails with a {@link TargetFault}, or with a defect of this machine. */
  Future<Reply> outcome() {
    return outcome;
  }

  void begin() {
    start = System.nanoTime();
    ask();
  }

  /** Closes what was opened. */
  void cancel() {
    outcome.cancel(false);
    release();
  }

  /** What was not done yet, as the beginning of a sentence that goes on with "within 5 s". */
  String unfinished() {
    if (byTcp != null) {
      return "The answer of %s by UDP was cut short, and none came by TCP"
          .formatted(Dial.text(byTcp));
    }
    String asked =
        peers.stream()
            .filter(peer -> peer.asked)
            .map(peer -> Dial.text(peer.server))
            .collect(Collectors.joining(" and "));
    if (strangeAnswers) {
      return "%s sent only answers to other questions, and none to this one".formatted(asked);
    }
    return garbage
        ? "%s sent something that is not DNS, and no answer".formatted(asked)
        : "No answer from " + asked;
  }

  private void ask() {
    Peer next = null;
    for (int i = 0; i < peers.size() && next == null; i++) {
      Peer peer = peers.get((questions + i) % peers.size());
      next = peer.failed ? null : peer;
    }
    if (next == null || outcome.isDone()) {
      return;
    }
    questions++;
    next.ask();
    if (patience != null) {
      patience.cancel(false);
    }
    if (questions < MOST_QUESTIONS) {
      patience = loop.schedule(() -> guarded(this::ask), patienceMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void failed(Peer peer, Throwable fault) {
    if (peer.failed || outcome.isDone() || byTcp != null) {
      return;
    }
    peer.failed = true;
    firstFault = firstFault == null ? fault : firstFault;
    if (peers.stream().allMatch(it -> it.failed)) {
      if (lastResort != null) {
        succeed(lastResort);
      } else {
        fail(firstFault);
      }
    } else {
      ask();
    }
  }

  private static Throwable unreachable(Throwable cause, InetSocketAddress server) {
    return cause instanceof PortUnreachableException
            || String.valueOf(cause.getMessage()).contains("refused")
        ? new TargetFault("No name server listens at " + Dial.text(server))
        : ConnectFaults.of(cause, server);
  }

  private void answered(Peer peer, byte[] bytes) {
    if (outcome.isDone() || byTcp != null) {
      return;
    }
    switch (Answers.read(bytes, peer.id, question)) {
      case Answers.Garbage none -> garbage = true;
      case Answers.Stranger none -> strangeAnswers = true;
      case Answers.Malformed none -> fail(malformed(peer.server));
      case Answers.CutShort none -> askByTcp(peer);
      case Answers.Whole(Message message) -> take(peer, message);
    }
  }

  private void take(Peer peer, Message message) {
    int code = message.getRcode();
    if (peer.extended && (code == Rcode.FORMERR || code == Rcode.NOTIMP)) {
      // an old server that knows no EDNS
      peer.extended = false;
      peer.ask();
      return;
    }
    Reply reply = reply(message, peer.server, null);
    if (code == Rcode.SERVFAIL || code == Rcode.REFUSED) {
      // another server may know
      lastResort = reply;
      failed(peer, new TargetFault("No answer"));
    } else {
      succeed(reply);
    }
  }

  private void askByTcp(Peer peer) {
    byTcp = peer.server;
    release();
    long began = System.nanoTime();
    TcpPeer handler = new TcpPeer(peer);
    ChannelFuture connecting = network.connections(loop).handler(handler).connect(peer.server);
    connection = connecting.channel();
    connecting.addListener(
        done -> {
          if (outcome.isDone()) {
            connecting.channel().close();
          } else if (done.isSuccess()) {
            handler.connectMicros = microsSince(began);
            handler.ask(connecting.channel());
          } else {
            fail(cutShort(ConnectFaults.of(done.cause(), peer.server)));
          }
        });
  }

  private static Throwable cutShort(Throwable fault) {
    return fault instanceof TargetFault target
        ? new TargetFault("The answer by UDP was cut short, and by TCP: " + target.sentence())
        : fault;
  }

  private static TargetFault malformed(InetSocketAddress server) {
    return new TargetFault("The answer of " + Dial.text(server) + " is not a valid DNS message");
  }

  private Reply reply(Message message, InetSocketAddress server, @Nullable Long connectMicros) {
    return new Reply(message, server, questions, microsSince(start), connectMicros);
  }

  private void succeed(Reply reply) {
    outcome.trySuccess(reply);
    release();
  }

  private void fail(Throwable fault) {
    outcome.tryFailure(fault);
    release();
  }

  private void release() {
    if (patience != null) {
      patience.cancel(false);
    }
    peers.forEach(Peer::close);
    if (connection != null) {
      connection.close();
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error defect) {
      fail(defect);
    }
  }

  private static long microsSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - nanos);
  }

  private static byte[] bytes(ByteBuf content) {
    byte[] bytes = new byte[content.readableBytes()];
    content.readBytes(bytes);
    return bytes;
  }

  /** One server, by UDP. */
  private final class Peer extends SimpleChannelInboundHandler<DatagramPacket> {
    private final InetSocketAddress server;
    private final int id = NUMBERS.nextInt(1 << 16);
    private boolean extended = true;
    private boolean asked;
    private boolean failed;
    private @Nullable Channel channel;

    Peer(InetSocketAddress server) {
      this.server = server;
    }

    void ask() {
      if (asked && channel != null && channel.isActive()) {
        send(channel);
        return;
      }
      if (asked && channel != null && channel.isOpen()) {
        // still being opened; it asks when it is
        return;
      }
      asked = true;
      ChannelFuture opening = network.datagrams(loop).handler(this).connect(server);
      channel = opening.channel();
      opening.addListener(
          done -> {
            if (done.isSuccess()) {
              send(opening.channel());
            } else {
              DnsExchange.this.failed(this, unreachable(done.cause(), server));
            }
          });
    }

    private void send(Channel open) {
      open.writeAndFlush(Unpooled.wrappedBuffer(Questions.message(question, id, extended)))
          .addListener(
              done -> {
                if (!done.isSuccess() && open.isOpen()) {
                  DnsExchange.this.failed(this, unreachable(done.cause(), server));
                }
              });
    }

    void close() {
      if (channel != null) {
        channel.close();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      byte[] bytes = bytes(packet.content());
      guarded(() -> answered(this, bytes));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      DnsExchange.this.failed(this, unreachable(cause, server));
    }
  }

  /** The same server by TCP, where each message has its length before it. */
  private final class TcpPeer extends ChannelInboundHandlerAdapter {
    private final Peer peer;
    private long connectMicros;

    TcpPeer(Peer peer) {
      this.peer = peer;
    }

    void ask(Channel open) {
      open.pipeline().addFirst(new LengthFieldBasedFrameDecoder(2 + 0xffff, 0, 2, 0, 2));
      byte[] message = Questions.message(question, peer.id, peer.extended);
      questions++;
      // how the connection ends says what became of the question
      open.writeAndFlush(
          Unpooled.buffer(message.length + 2).writeShort(message.length).writeBytes(message));
      open.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (message instanceof ByteBuf content) {
          byte[] bytes = bytes(content);
          guarded(() -> answered(bytes));
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    private void answered(byte[] bytes) {
      switch (Answers.read(bytes, peer.id, question)) {
        case Answers.Garbage none -> fail(malformed(peer.server));
        case Answers.Malformed none -> fail(malformed(peer.server));
        case Answers.CutShort none ->
            fail(
                new TargetFault(
                    "The answer of " + Dial.text(peer.server) + " is cut short even by TCP"));
        case Answers.Stranger none ->
            fail(
                new TargetFault(
                    "The answer of " + Dial.text(peer.server) + " by TCP is to another question"));
        case Answers.Whole(Message whole) -> succeed(reply(whole, peer.server, connectMicros));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      fail(
          new TargetFault(
              "The answer by UDP was cut short, and %s closed the connection by TCP before it answered"
                  .formatted(Dial.text(peer.server))));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      fail(
          cause instanceof IOException
              ? new TargetFault(
                  "The answer by UDP was cut short, and %s reset the connection by TCP before it answered"
                      .formatted(Dial.text(peer.server)))
              : cause);
    }
  }
}
