package dev.tocsin.http.server;

import dev.tocsin.http.Problem;
import dev.tocsin.http.Problems;
import dev.tocsin.http.ReadyAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: its requests are answered one after another, in their order. What is ready is
 * answered on the spot; everything else goes through the pipeline. Its state belongs to its
 * channel's thread.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  /** A body up to this size is waited for before anybody looks at its request. */
  private static final long SMALL_BODY = 64 * 1_024;

  /** This much of a body that nobody wants is read, so that its sender can read the answer. */
  private static final long LARGEST_UNWANTED = Requests.LARGEST_BODY;

  /** How long nothing may be heard from whoever is not waiting for an answer. */
  private static final Duration SILENCE = Duration.ofSeconds(120);

  /** How long a request may take to come in; its body, of those that flow, too. */
  private static final Duration ARRIVAL = Duration.ofSeconds(60);

  private static final Duration LINGER = Duration.ofSeconds(2);

  /** Bytes of further requests; with more of them waiting nothing is read. */
  private static final int MOST_WAITING = 64 * 1_024;

  /** What a head counts for among them. */
  private static final int HEAD = 1_024;

  private static final byte[] CLOSE = ascii("Connection: close\r\n\r\n");
  private static final byte[] KEEP = ascii("\r\n");
  private static final byte[] KEEP_EXPLICITLY = ascii("Connection: keep-alive\r\n\r\n");
  private static final ByteBuf CONTINUE =
      Unpooled.unreleasableBuffer(
          Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII));

  private static final Inbound HEADS = new Inbound.Heads();
  private static final Inbound NOTHING = new Inbound.Unwanted(0);
  private static final Inbound UNWANTED = new Inbound.Unwanted(LARGEST_UNWANTED);

  private final SocketChannel channel;
  private final Served served;
  private final AnswerEncoder encoder = new AnswerEncoder();
  private final Deque<HttpObject> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private Inbound inbound = HEADS;
  private @Nullable HttpRequest answering;
  private @Nullable OutgoingBody outgoing;

  /** Writes bytes past the encoder, which knows answers only. */
  private @Nullable ChannelHandlerContext past;

  /** The answer under way is the last one. */
  private boolean last;

  /** It is sent, and nothing more is listened to. */
  private boolean closing;

  private boolean inRead;
  private boolean written;
  private long arrivalBegan;
  private long heardAt = System.nanoTime();
  private long lastPending;
  private long lastProgress;

  /** The loop that takes what waits is running, further up. */
  private boolean going;

  /** What the next thing that comes in belongs to. */
  private sealed interface Inbound {
    /** The head of a request. */
    record Heads() implements Inbound {}

    /** The body of a request that is looked at when all of it is there. */
    record Gathering(HttpRequest head, ByteStringBuilder body) implements Inbound {}

    /** The body of the request that is answered. */
    record Flowing(IncomingBody body) implements Inbound {}

    /** A body that nobody reads; so much of it still may come. */
    record Unwanted(long left) implements Inbound {}
  }

  private Connection(SocketChannel channel, Served served) {
    this.channel = channel;
    this.served = served;
  }

  static void open(SocketChannel channel, Served served) {
    Connection connection = new Connection(channel, served);
    channel.pipeline().addLast(new RequestDecoder(), connection.encoder, connection);
  }

  /** Empty where it has ended. */
  static Optional<Connection> of(Channel channel) {
    return Optional.ofNullable(channel.pipeline().get(Connection.class));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    past = channel.pipeline().context(RequestDecoder.class);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    inRead = true;
    heardAt = System.nanoTime();
    HttpObject object = (HttpObject) message;
    if (closing) {
      ReferenceCountUtil.release(object);
      return;
    }
    boolean queued = !waiting.isEmpty() || isBusy() && inbound instanceof Inbound.Heads;
    if (queued) {
      waiting.add(object);
      waitingBytes += size(object);
      if (waitingBytes > MOST_WAITING) {
        channel.config().setAutoRead(false);
      }
      return;
    }
    take(object);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    inRead = false;
    if (written) {
      written = false;
      channel.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    heardAt = System.nanoTime();
    if (channel.isWritable()) {
      goOn();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (inbound instanceof Inbound.Flowing(IncomingBody body)) {
      body.cutOff();
    }
    OutgoingBody flowing = outgoing;
    if (flowing != null) {
      flowing.cancel();
    }
    forget();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.error("A connection failed", cause);
    }
    channel.close();
  }

  /** Ends a connection on which nothing happens, or whose request does not come to its end. */
  void sweep() {
    long now = System.nanoTime();
    long unsent = lookAtOutput(now);
    boolean ours = inbound instanceof Inbound.Flowing(IncomingBody body) && !body.isWanted();
    boolean slow = arrivalBegan != 0 && !ours && now - arrivalBegan > ARRIVAL.toNanos();
    boolean silent = (answering == null || unsent > 0) && now - heardAt > SILENCE.toNanos();
    if (slow && inbound instanceof Inbound.Gathering) {
      refuse(Problem.of(408, "Too slow", "The request did not arrive in time."));
    } else if (slow || silent) {
      channel.close();
    }
  }

  /**
   * Whoever takes what is sent to them is there, however slowly.
   *
   * @return bytes that are not sent yet
   */
  private long lookAtOutput(long now) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    long pending = out == null ? 0 : out.totalPendingWriteBytes();
    long progress = out == null ? 0 : out.currentProgress();
    if (pending != lastPending || progress != lastProgress) {
      heardAt = now;
    }
    lastPending = pending;
    lastProgress = progress;
    return pending;
  }

  /** With nothing under way; what is written is sent before. */
  void endIdle() {
    boolean halfRead = inbound instanceof Inbound.Gathering || inbound instanceof Inbound.Flowing;
    if (!closing && answering == null && waiting.isEmpty() && !halfRead) {
      close();
    }
  }

  private boolean isBusy() {
    return answering != null || !channel.isWritable();
  }

  private void take(HttpObject object) {
    try {
      if (object instanceof HttpRequest head) {
        if (arrivalBegan == 0) {
          arrivalBegan = System.nanoTime();
        }
        begin(head);
      }
      if (!closing && object instanceof HttpContent content) {
        take(content);
      }
    } finally {
      ReferenceCountUtil.release(object);
    }
  }

  private void take(HttpContent content) {
    boolean whole = content instanceof LastHttpContent;
    if (whole) {
      arrivalBegan = 0;
    }
    if (content.decoderResult().isFailure()) {
      cutBody();
      return;
    }
    switch (inbound) {
      case Inbound.Heads heads -> {
        // of a request that was refused
      }
      case Inbound.Gathering(HttpRequest head, ByteStringBuilder body) -> {
        body.append(bytes(content));
        if (whole) {
          inbound = HEADS;
          handle(head, Requests.strict(head, body.result()));
        }
      }
      case Inbound.Flowing(IncomingBody body) -> {
        if (content.content().isReadable()) {
          body.offer(bytes(content));
        }
        if (whole) {
          inbound = HEADS;
          body.end();
          channel.config().setAutoRead(true);
        }
      }
      case Inbound.Unwanted(long left) -> {
        long rest = left - content.content().readableBytes();
        if (whole) {
          inbound = HEADS;
        } else if (rest < 0) {
          close();
        } else {
          inbound = new Inbound.Unwanted(rest);
        }
      }
    }
  }

  /** The chunks of a body cannot be read, so nothing after them can. */
  private void cutBody() {
    switch (inbound) {
      case Inbound.Flowing(IncomingBody body) -> {
        inbound = UNWANTED;
        last = true;
        body.cutOff();
        channel.config().setAutoRead(true);
      }
      case Inbound.Gathering gathering -> refuse(Refusal.unreadable());
      default -> close();
    }
  }

  private void begin(HttpRequest head) {
    Problem against = Refusal.of(head);
    if (against != null) {
      refuse(against);
      return;
    }
    long length = HttpUtil.getContentLength(head, -1L);
    boolean chunked = HttpUtil.isTransferEncodingChunked(head);
    boolean hasBody = chunked || length > 0;
    ReadyAnswer ready;
    try {
      Head asked = Head.of(head);
      ready = asked == null ? null : served.pipeline().ready(asked);
    } catch (RuntimeException defect) {
      refuse(Problems.of(defect));
      return;
    }
    if (ready != null) {
      inbound = hasBody ? UNWANTED : NOTHING;
      last |= length > LARGEST_UNWANTED;
      answer(head, ready);
      return;
    }
    if (!hasBody) {
      inbound = NOTHING;
      handle(head, Requests.strict(head, ByteString.emptyByteString()));
      return;
    }
    boolean invited = HttpUtil.is100ContinueExpected(head) && length <= Requests.LARGEST_BODY;
    if (!chunked && length <= SMALL_BODY) {
      inbound = new Inbound.Gathering(head, new ByteStringBuilder());
      invite(invited);
      return;
    }
    channel.config().setAutoRead(false);
    IncomingBody body = new IncomingBody(channel.eventLoop(), channel::read);
    inbound = new Inbound.Flowing(body);
    invite(invited);
    handle(head, Requests.flowing(head, chunked ? -1 : length, Source.fromGraph(body)));
  }

  private void invite(boolean wanted) {
    if (wanted) {
      raw().writeAndFlush(CONTINUE.duplicate());
    }
  }

  /** Answers on the spot. */
  private void answer(HttpRequest head, ReadyAnswer ready) {
    boolean closes = isLastOf(head);
    boolean withBody = !head.method().equals(HttpMethod.HEAD);
    byte[] start = ready.head(served.pipeline().headers());
    byte[] date = served.date().line();
    byte[] end = closes ? CLOSE : keeps(head);
    int size = start.length + date.length + end.length + (withBody ? ready.body().length : 0);
    ByteBuf bytes = channel.alloc().buffer(size);
    bytes.writeBytes(start).writeBytes(date).writeBytes(end);
    if (withBody) {
      bytes.writeBytes(ready.body());
    }
    raw().write(bytes);
    written = true;
    if (closes) {
      close();
    }
  }

  private ChannelHandlerContext raw() {
    return Objects.requireNonNull(past);
  }

  private static byte[] keeps(HttpRequest head) {
    return head.protocolVersion().equals(HttpVersion.HTTP_1_0) ? KEEP_EXPLICITLY : KEEP;
  }

  private boolean isLastOf(HttpRequest head) {
    return last || served.isDraining() || !HttpUtil.isKeepAlive(head);
  }

  private void handle(HttpRequest head, RequestEntity entity) {
    answering = head;
    org.apache.pekko.http.javadsl.model.HttpRequest request;
    try {
      request = Requests.of(head, entity, channel.remoteAddress());
    } catch (RuntimeException unreadable) {
      last = true;
      respond(head, problem(Refusal.unreadable()));
      return;
    }
    served
        .pipeline()
        .handle(request)
        .whenComplete(
            (response, failure) -> {
              HttpResponse answer = failure == null ? response : problem(Problems.of(failure));
              if (channel.eventLoop().inEventLoop()) {
                respondOrEnd(head, answer);
              } else {
                channel.eventLoop().execute(() -> respondOrEnd(head, answer));
              }
            });
  }

  /** Nobody else would hear of a defect here, and the connection would wait for ever. */
  private void respondOrEnd(HttpRequest head, HttpResponse response) {
    try {
      respond(head, response);
    } catch (RuntimeException defect) {
      log.error("An answer could not be sent", defect);
      channel.close();
    }
  }

  private HttpResponse problem(Problem problem) {
    return served.pipeline().headers().on(problem.response());
  }

  /** Answers what never becomes a request, and listens no more. */
  private void refuse(Problem problem) {
    last = true;
    inbound = UNWANTED;
    HttpRequest nothing = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    answering = nothing;
    respond(nothing, problem(problem));
  }

  private void respond(HttpRequest head, HttpResponse response) {
    if (!channel.isActive()) {
      OutgoingBody.discard(response, served.system());
      return;
    }
    if (inbound instanceof Inbound.Flowing(IncomingBody body)) {
      // who has answered wants no more of it
      inbound = UNWANTED;
      body.discard();
      channel.config().setAutoRead(true);
      last |=
          HttpUtil.isTransferEncodingChunked(head)
              || HttpUtil.getContentLength(head, 0L) > LARGEST_UNWANTED;
    }
    boolean closes = isLastOf(head);
    boolean headOnly = head.method().equals(HttpMethod.HEAD);
    DefaultHttpResponse answer;
    try {
      answer = Responses.head(response, served.date().value());
    } catch (IllegalArgumentException defect) {
      OutgoingBody.discard(response, served.system());
      respond(head, problem(Problems.of(defect)));
      return;
    }
    if (closes) {
      answer.headers().set("Connection", HttpHeaderValues.CLOSE);
    } else if (head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      answer.headers().set("Connection", HttpHeaderValues.KEEP_ALIVE);
    }
    encoder.answers(headOnly);
    if (response.entity() instanceof HttpEntity.Strict strict) {
      ByteString body = headOnly ? ByteString.emptyByteString() : strict.getData();
      channel.write(full(answer, body));
      over(closes);
    } else if (headOnly) {
      OutgoingBody.discard(response, served.system());
      channel.write(full(answer, ByteString.emptyByteString()));
      over(closes);
    } else {
      stream(head, response, answer, closes);
    }
  }

  private static DefaultFullHttpResponse full(DefaultHttpResponse head, ByteString body) {
    return new DefaultFullHttpResponse(
        head.protocolVersion(),
        head.status(),
        Unpooled.wrappedBuffer(body.toArrayUnsafe()),
        head.headers(),
        EmptyHttpHeaders.INSTANCE);
  }

  private void stream(
      HttpRequest head, HttpResponse response, DefaultHttpResponse answer, boolean closes) {
    boolean old = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    boolean endsWithConnection =
        HttpUtil.isTransferEncodingChunked(answer) && old
            || !HttpUtil.isTransferEncodingChunked(answer)
                && !answer.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    if (endsWithConnection) {
      answer.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
      answer.headers().set("Connection", HttpHeaderValues.CLOSE);
    }
    channel.writeAndFlush(answer);
    outgoing =
        OutgoingBody.send(
            response,
            channel,
            served.system(),
            whole -> {
              outgoing = null;
              if (whole) {
                channel.write(LastHttpContent.EMPTY_LAST_CONTENT);
                over(closes || endsWithConnection);
              } else {
                channel.close();
              }
            });
  }

  /** All of an answer is written. */
  private void over(boolean closes) {
    answering = null;
    heardAt = System.nanoTime();
    if (closes || served.isDraining()) {
      close();
      return;
    }
    if (inRead) {
      written = true;
    } else {
      channel.flush();
    }
    goOn();
  }

  /** Takes what came in while there was something else to do. */
  private void goOn() {
    if (going) {
      return;
    }
    going = true;
    try {
      while (!waiting.isEmpty() && !(isBusy() && inbound instanceof Inbound.Heads)) {
        HttpObject next = waiting.remove();
        waitingBytes -= size(next);
        take(next);
      }
    } finally {
      going = false;
    }
    if (waiting.isEmpty() && !(inbound instanceof Inbound.Flowing)) {
      channel.config().setAutoRead(true);
    }
    if (written && !inRead) {
      written = false;
      channel.flush();
    }
  }

  private static int size(HttpObject object) {
    int body = object instanceof HttpContent content ? content.content().readableBytes() : 0;
    return object instanceof HttpRequest ? HEAD + body : body;
  }

  private void forget() {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    waitingBytes = 0;
  }

  /**
   * After what is written. A connection that is closed with something unread is reset, and its last
   * answer lost; so what still comes is read and dropped, until the other side ends, or for a
   * moment (RFC 9112, 9.6).
   */
  private void close() {
    closing = true;
    written = false;
    forget();
    channel.config().setAutoRead(true);
    raw()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            sent -> {
              if (sent.isSuccess()) {
                channel.shutdownOutput();
                channel
                    .eventLoop()
                    .schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
              } else {
                channel.close();
              }
            });
  }

  private static ByteString bytes(HttpContent content) {
    return content.content().isReadable()
        ? ByteString.fromArrayUnsafe(ByteBufUtil.getBytes(content.content()))
        : ByteString.emptyByteString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
