package dev.tocsin.probe.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection, asked and listened to step by step. It belongs to one virtual thread, which it
 * blocks; the connection itself lives on an event loop, which it never blocks.
 *
 * <p>All steps share one time-out. Each fails with a {@link TargetFault} that says what was being
 * done, and with an unchecked exception for a defect of Tocsin. What is read is bounded by the
 * reader, and nothing is received that nobody waits for.
 */
public final class Conversation implements AutoCloseable {
  /** Tells where an answer ends. */
  @FunctionalInterface
  public interface Ending {
    /**
     * @param unread what has come and belongs to no earlier answer
     * @return how many bytes of it the answer has; negative while it is not complete
     * @throws TargetFault where it can never be complete
     */
    int of(byte[] unread) throws TargetFault;
  }

  /** How an answer is asked to be while it dribbles in: not after each byte. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How long an event loop may take to say that the time is over. */
  private static final Duration LOOP_GRACE = Duration.ofSeconds(5);

  private static final int READ_AT_ONCE = 16 * 1_024;

  private final EventLoop loop;
  private final Dialer dialer;
  private final Trust trust;
  private final Notes notes;
  private final Duration timeout;
  private final long deadline;

  private @Nullable Inbox inbox;
  private @Nullable Channel channel;
  private @Nullable InetSocketAddress address;
  private long mark;

  /** Whether either side was heard in plain text. */
  private boolean spoken;

  /** A connection closed at once has lost its pipeline when the check looks for its inbox there. */
  private record Opened(Dial.Connected connected, Inbox inbox) {}

  Conversation(EventLoop loop, Dialer dialer, Trust trust, Notes notes, Duration timeout) {
    this.loop = loop;
    this.dialer = dialer;
    this.trust = trust;
    this.notes = notes;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  public Notes notes() {
    return notes;
  }

  /** The address that is connected, as {@code 192.0.2.1:25}. */
  public String peer() {
    if (address == null) {
      throw new IllegalStateException("A conversation begins with connect");
    }
    return Dial.text(address);
  }

  /** A fault with a sentence that goes on after the address: {@code refused the password}. */
  public TargetFault fault(String predicate) {
    return new TargetFault(peer() + " " + predicate);
  }

  /** Once, before anything else. */
  public void connect(Endpoint endpoint) throws TargetFault {
    CompletableFuture<Opened> opened = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            dial(endpoint, opened);
          } catch (RuntimeException | Error defect) {
            opened.completeExceptionally(defect);
          }
        });
    Opened first = Waiting.on(opened, deadline + LOOP_GRACE.toNanos(), () -> late("No connection"));
    Dial.Connected connected = first.connected();
    notes.resolved(connected.dnsMicros());
    notes.connected(connected.connectMicros());
    notes.address(connected.address());
    address = connected.address();
    channel = connected.channel();
    inbox = first.inbox();
    mark = System.nanoTime();
  }

  /**
   * Agrees in plain text that a handshake comes next, as a protocol has it.
   *
   * @param host what the target is told that it is
   */
  public void ask(StartTls protocol, String host) throws TargetFault {
    protocol.ask(this, name(host));
  }

  /**
   * A handshake over what is connected.
   *
   * @param host what the certificate must be for
   * @param verify false takes any certificate
   */
  public void startTls(String host, boolean verify) throws TargetFault {
    refuseUnread();
    handshake(trust.handler(channel().alloc(), name(host), port(), verify));
  }

  /**
   * Like {@link #startTls}, and says which of the protocols both sides speak.
   *
   * @return empty where the target chose none
   */
  public Optional<String> startTls(String host, boolean verify, Trust.Protocol protocol)
      throws TargetFault {
    refuseUnread();
    SslHandler tls = trust.handler(channel().alloc(), name(host), port(), verify, protocol);
    handshake(tls);
    return Optional.ofNullable(tls.applicationProtocol());
  }

  /**
   * A handshake that takes any certificate, and what would have been said of it.
   *
   * @param host what the certificate should be for
   */
  public TlsView inspectTls(String host) throws TargetFault {
    refuseUnread();
    Trust.Inspection inspection = trust.inspect(channel().alloc(), name(host), port());
    try {
      handshake(inspection.handler());
      SSLSession session = inspection.handler().engine().getSession();
      return new TlsView(
          inspection.chain(),
          inspection.fault(),
          session.getProtocol(),
          session.getCipherSuite(),
          null);
    } catch (TargetFault broken) {
      List<X509Certificate> shown = inspection.chain();
      if (shown.isEmpty()) {
        throw broken;
      }
      notes.certificateEnds(shown.getFirst().getNotAfter().toInstant());
      return new TlsView(shown, inspection.fault(), null, null, broken.sentence());
    }
  }

  public void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns when the kernel has taken it. That a connection broke meanwhile is told by the next
   * read: the answer may have come before.
   */
  public boolean write(byte[] bytes) {
    spoken = true;
    CompletableFuture<Boolean> written = new CompletableFuture<>();
    channel()
        .writeAndFlush(Unpooled.wrappedBuffer(bytes))
        .addListener(
            it -> {
              if (it.isSuccess()) {
                written.complete(true);
              } else if (it.cause() instanceof IOException) {
                written.complete(false);
              } else {
                written.completeExceptionally(it.cause());
              }
            });
    try {
      boolean taken = written.get(Math.max(0, left()), TimeUnit.NANOSECONDS);
      mark = System.nanoTime();
      return taken;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException defect) {
      throw new IllegalStateException("Nothing could be sent", defect.getCause());
    } catch (InterruptedException defect) {
      throw new IllegalStateException("A check was interrupted", defect);
    }
  }

  /**
   * One line, without its end.
   *
   * @param awaited what it is, without an article: {@code greeting}, {@code answer to EHLO}
   * @param most bytes, more is a fault
   */
  public String readLine(String awaited, int most) throws TargetFault {
    byte[] line =
        read(
            awaited,
            most,
            unread -> {
              for (int i = 0; i < unread.length; i++) {
                if (unread[i] == '\n') {
                  return i + 1;
                }
              }
              return -1;
            });
    String text = new String(line, StandardCharsets.UTF_8);
    return text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
  }

  /** Exactly so many bytes. */
  public byte[] readBytes(String awaited, int count) throws TargetFault {
    return read(awaited, count, unread -> unread.length >= count ? count : -1);
  }

  /**
   * Whatever comes next, at least a byte.
   *
   * @return empty where the target closed the connection in order
   */
  public byte[] readSome(String awaited, int most) throws TargetFault {
    Inbox from = inbox();
    from.await(0, deadline);
    byte[] unread = from.unread();
    if (unread.length > 0) {
      notes.received(TimeUnit.NANOSECONDS.toMicros(from.lastCame() - mark));
      return from.take(Math.min(most, unread.length));
    }
    Inbox.@Nullable End end = from.end();
    if (end instanceof Inbox.End.Closed) {
      return new byte[0];
    }
    throw end == null ? late("No " + awaited + " from " + peer()) : ended(end, awaited, false);
  }

  /**
   * Like {@link #readSome(String, int)}, for what need not come.
   *
   * @return empty where nothing came in this time
   */
  public byte[] readSome(int most, Duration patience) {
    Inbox from = inbox();
    from.await(0, Math.min(deadline, System.nanoTime() + patience.toNanos()));
    return from.take(Math.min(most, from.unread().length));
  }

  /**
   * An answer of any form.
   *
   * @param awaited what it is, without an article
   * @param most bytes, more is a fault
   */
  public byte[] read(String awaited, int most, Ending ending) throws TargetFault {
    spoken = true;
    Inbox from = inbox();
    int known = 0;
    while (true) {
      from.await(known, deadline);
      if (known > 0) {
        from.await(known + known / 8, Math.min(deadline, System.nanoTime() + PATIENCE_NANOS));
      }
      byte[] unread = from.unread();
      if (unread.length > known) {
        notes.received(TimeUnit.NANOSECONDS.toMicros(from.lastCame() - mark));
        int count = ending.of(unread);
        if (count >= 0) {
          return from.take(count);
        }
        known = unread.length;
        if (known >= most) {
          throw new TargetFault(
              "The " + awaited + " of " + peer() + " is longer than " + size(most));
        }
        continue;
      }
      Inbox.@Nullable End end = from.end();
      if (end != null) {
        throw ended(end, awaited, known > 0);
      }
      if (left() <= 0) {
        throw late(
            known > 0
                ? "The " + awaited + " of " + peer() + " was not complete"
                : "No " + awaited + " from " + peer());
      }
    }
  }

  /**
   * Listens until what was expected has come.
   *
   * @return all that came until then
   */
  public byte[] expect(Expectation expected) throws TargetFault {
    byte[][] heard = {new byte[0]};
    Expectation.Finder finder = expected.finder();
    try {
      return read(
          "answer",
          Expectation.MOST_BYTES,
          unread -> {
            heard[0] = unread;
            return finder.isIn(unread) ? unread.length : -1;
          });
    } catch (TargetFault fault) {
      if (heard[0].length == 0) {
        throw fault;
      }
      notes.fact("answer", Quotes.of(heard[0]));
      throw new TargetFault(fault.sentence() + "; " + expected.missingIn(heard[0]));
    }
  }

  /** A beginning of a sentence that ends with the time-out: {@code No greeting within 5 s}. */
  public TargetFault late(String unfinished) {
    return new TargetFault(unfinished + " within " + Spans.text(timeout));
  }

  /** What is left of the time-out, in nanoseconds; may be negative. */
  public long left() {
    return deadline - System.nanoTime();
  }

  /** Closes at once: a peer that takes nothing any more must not hold the connection. */
  @Override
  public void close() {
    Channel open = channel;
    if (open != null && open.isOpen()) {
      open.eventLoop().execute(() -> close(open));
    }
  }

  private static void close(Channel open) {
    SslHandler tls = open.pipeline().get(SslHandler.class);
    @Nullable ChannelHandlerContext below = tls == null ? null : open.pipeline().context(tls);
    if (tls == null || below == null) {
      open.close();
      return;
    }
    if (tls.handshakeFuture().isSuccess()) {
      tls.closeOutbound();
    }
    below.close();
  }

  /** On the event loop. */
  private void dial(Endpoint endpoint, CompletableFuture<Opened> opened) {
    Dial dial = dialer.dial(loop, endpoint.host(), endpoint.port());
    Future<?> timer =
        loop.schedule(
            () -> {
              notes.resolved(dial.dnsMicros());
              opened.completeExceptionally(late(dial.unfinished()));
              dial.cancel();
            },
            Math.max(0, left()),
            TimeUnit.NANOSECONDS);
    dial.outcome()
        .addListener(
            (Future<Dial.Connected> done) -> {
              timer.cancel(false);
              if (!done.isSuccess()) {
                notes.resolved(dial.dnsMicros());
                opened.completeExceptionally(done.cause());
              } else {
                Inbox receiving = receive(done.getNow().channel());
                if (!opened.complete(new Opened(done.getNow(), receiving))) {
                  done.getNow().channel().close();
                }
              }
            });
  }

  private static Inbox receive(Channel connected) {
    connected
        .config()
        .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_AT_ONCE).maxMessagesPerRead(1));
    Inbox inbox = new Inbox(connected);
    connected.pipeline().addLast(inbox);
    if (!connected.isActive()) {
      inbox.closed();
    }
    return inbox;
  }

  /** What came before the handshake must not be taken for something said within. */
  private void refuseUnread() throws TargetFault {
    if (inbox().unread().length > 0) {
      throw inPlainText();
    }
  }

  private TargetFault inPlainText() {
    return fault(
        spoken
            ? "went on in plain text where the TLS handshake had to begin"
            : "does not speak TLS");
  }

  private void handshake(SslHandler tls) throws TargetFault {
    Channel over = channel();
    CompletableFuture<Void> shaken = new CompletableFuture<>();
    long begun = System.nanoTime();
    loop.execute(
        () -> {
          if (!over.isActive()) {
            ReferenceCountUtil.release(tls.engine());
            shaken.completeExceptionally(
                inbox().unread().length > 0
                    ? inPlainText()
                    : fault("closed the connection during the TLS handshake"));
            return;
          }
          tls.handshakeFuture()
              .addListener(
                  it -> {
                    if (it.isSuccess()) {
                      shaken.complete(null);
                    } else {
                      HandshakeFaults.certificate(it.cause())
                          .ifPresent(found -> notes.certificateEnds(found.ends()));
                      shaken.completeExceptionally(
                          new TargetFault(HandshakeFaults.sentence(it.cause(), address(over))));
                    }
                  });
          over.pipeline().addFirst(tls);
          over.read();
        });
    Waiting.on(shaken, deadline, () -> late("No TLS handshake with " + peer()));
    mark = System.nanoTime();
    notes.secured(TimeUnit.NANOSECONDS.toMicros(mark - begun));
    chain(tls).stream()
        .findFirst()
        .ifPresent(leaf -> notes.certificateEnds(leaf.getNotAfter().toInstant()));
  }

  private static List<X509Certificate> chain(SslHandler tls) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate certificate : tls.engine().getSession().getPeerCertificates()) {
        if (certificate instanceof X509Certificate x509) {
          chain.add(x509);
        }
      }
    } catch (SSLPeerUnverifiedException none) {
      // a server may show none where none is asked for
    }
    return chain;
  }

  private TargetFault ended(Inbox.End end, String awaited, boolean begun) {
    String when = " the connection before its " + awaited + (begun ? " was complete" : "");
    return switch (end) {
      case Inbox.End.Closed() -> fault("closed" + when);
      case Inbox.End.Reset() -> fault("reset" + when);
      case Inbox.End.Broken(Throwable fault) ->
          new TargetFault(HandshakeFaults.broken(fault, address(channel())));
      case Inbox.End.Defect(Throwable defect) ->
          throw new IllegalStateException("A connection failed", defect);
    };
  }

  private InetSocketAddress address(Channel connected) {
    return address == null ? (InetSocketAddress) connected.remoteAddress() : address;
  }

  private Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("A conversation begins with connect");
    }
    return channel;
  }

  private Inbox inbox() {
    if (inbox == null) {
      throw new IllegalStateException("A conversation begins with connect");
    }
    return inbox;
  }

  private int port() {
    return address(channel()).getPort();
  }

  private static String name(String host) {
    return Hosts.withoutDot(host);
  }

  private static String size(int bytes) {
    return bytes % 1_024 == 0 ? bytes / 1_024 + " KiB" : bytes + " bytes";
  }
}
