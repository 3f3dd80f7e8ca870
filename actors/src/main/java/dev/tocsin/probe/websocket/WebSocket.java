package dev.tocsin.probe.websocket;

import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.TargetFault;
import dev.tocsin.probe.websocket.WebSocketSpec.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket over a conversation. Netty's codec is fed with what came and drained of what is to be
 * sent on the thread of the check, so that nothing is received that nobody waits for.
 */
final class WebSocket implements AutoCloseable {
  private static final int LONGEST_FIRST_LINE = 8 * 1_024;
  private static final int LARGEST_HEADERS = 32 * 1_024;
  private static final int LARGEST_MESSAGE = 64 * 1_024;
  private static final int READ_AT_ONCE = 16 * 1_024;
  private static final Duration GOODBYE = Duration.ofMillis(200);
  private static final byte[] PING = "tocsin".getBytes(StandardCharsets.US_ASCII);

  private final Conversation with;
  private final EmbeddedChannel codec =
      new EmbeddedChannel(
          new HttpClientCodec(
              new HttpDecoderConfig()
                  .setMaxInitialLineLength(LONGEST_FIRST_LINE)
                  .setMaxHeaderSize(LARGEST_HEADERS),
              false,
              false));
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean over;

  private WebSocket(Conversation with) {
    this.with = with;
  }

  static WebSocket open(Conversation with, Handshake handshake, String agent) throws TargetFault {
    WebSocket socket = new WebSocket(with);
    try {
      socket.shakeHands(handshake, agent);
      return socket;
    } catch (TargetFault | RuntimeException fault) {
      socket.codec.finishAndReleaseAll();
      throw fault;
    }
  }

  void send(String text) {
    write(new TextWebSocketFrame(text));
  }

  /** A sign of life that every server must give (RFC 6455, 5.5.2). */
  void ping() throws TargetFault {
    write(new PingWebSocketFrame(Unpooled.wrappedBuffer(PING)));
    while (true) {
      WebSocketFrame frame = nextFrame("answer to a ping");
      try {
        if (frame instanceof PongWebSocketFrame
            && ByteBufUtil.equals(frame.content(), Unpooled.wrappedBuffer(PING))) {
          return;
        }
        answer(frame);
      } finally {
        frame.release();
      }
    }
  }

  /** Waits for a message that has it; others are passed over, and the last is told of. */
  String expect(Expectation expected) throws TargetFault {
    @Nullable String last = null;
    Expectation.Finder finder = expected.finder();
    try {
      while (true) {
        String text = nextMessage();
        if (finder.isIn(text)) {
          return text;
        }
        last = text;
      }
    } catch (TargetFault fault) {
      throw last == null
          ? fault
          : new TargetFault(fault.sentence() + "; in the last message " + expected.missingIn(last));
    }
  }

  /** Says goodbye, and waits a little for the other side's. */
  @Override
  public void close() {
    if (!over) {
      write(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
      with.readSome(READ_AT_ONCE, GOODBYE);
    }
    codec.finishAndReleaseAll();
  }

  private void shakeHands(Handshake handshake, String agent) throws TargetFault {
    HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.USER_AGENT, agent);
    handshake.headers().forEach(headers::set);
    WebSocketClientHandshaker handshaker =
        WebSocketClientHandshakerFactory.newHandshaker(
            handshake.url(),
            WebSocketVersion.V13,
            handshake.subprotocol(),
            false,
            headers,
            LARGEST_MESSAGE);
    handshaker.handshake(codec);
    flush();
    HttpResponse response = response();
    int status = response.status().code();
    if (status != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      throw with.fault(
          "answered the handshake with status " + status + ", not with 101 (switching protocols)");
    }
    finish(handshaker, response, handshake.subprotocol());
    if (handshaker.actualSubprotocol() != null) {
      with.notes().fact("subprotocol", Quotes.of(handshaker.actualSubprotocol()));
    }
  }

  private HttpResponse response() throws TargetFault {
    while (true) {
      for (Object part = codec.readInbound(); part != null; part = codec.readInbound()) {
        ReferenceCountUtil.release(part);
        if (part instanceof HttpResponse response) {
          if (response.decoderResult().isFailure()) {
            throw with.fault("answered the handshake with something that is not valid HTTP");
          }
          // RFC 9110, 15.2: an interim answer; the real one follows
          if (response.status().code() >= 200 || response.status().code() == 101) {
            return response;
          }
        }
      }
      // to the byte: frames may follow at once, and this codec would not know them
      codec.writeInbound(
          Unpooled.wrappedBuffer(
              with.read("answer to the handshake", LARGEST_HEADERS, WebSocket::endOfHead)));
    }
  }

  private static int endOfHead(byte[] unread) {
    int end = new String(unread, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    return end < 0 ? -1 : end + 4;
  }

  private void finish(
      WebSocketClientHandshaker handshaker, HttpResponse response, @Nullable String subprotocol)
      throws TargetFault {
    DefaultFullHttpResponse whole =
        new DefaultFullHttpResponse(
            response.protocolVersion(),
            response.status(),
            Unpooled.EMPTY_BUFFER,
            response.headers(),
            EmptyHttpHeaders.INSTANCE);
    try {
      handshaker.finishHandshake(codec, whole);
      codec.runPendingTasks();
    } catch (WebSocketClientHandshakeException wrong) {
      throw with.fault(sentence(String.valueOf(wrong.getMessage()), response, subprotocol));
    }
  }

  private static String sentence(
      String fault, HttpResponse response, @Nullable String subprotocol) {
    if (fault.contains("challenge")) {
      return "answered the handshake with a wrong Sec-WebSocket-Accept: it is no WebSocket server,"
          + " or a cache answers for it";
    }
    if (fault.contains("subprotocol")) {
      String chosen = response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
      return "chose "
          + (chosen.isEmpty() ? "no subprotocol" : "the subprotocol " + Quotes.of(chosen))
          + ", expected "
          + (subprotocol == null ? "none" : subprotocol);
    }
    return "answered the handshake with status 101, but without the headers of a WebSocket";
  }

  private String nextMessage() throws TargetFault {
    while (true) {
      WebSocketFrame frame = nextFrame("message");
      try {
        if (frame instanceof TextWebSocketFrame
            || frame instanceof BinaryWebSocketFrame
            || frame instanceof ContinuationWebSocketFrame) {
          if (!(frame instanceof ContinuationWebSocketFrame)) {
            message.reset();
          }
          message.writeBytes(ByteBufUtil.getBytes(frame.content()));
          if (message.size() > LARGEST_MESSAGE) {
            throw tooLarge();
          }
          if (frame.isFinalFragment()) {
            return message.toString(StandardCharsets.UTF_8);
          }
        } else {
          answer(frame);
        }
      } finally {
        frame.release();
      }
    }
  }

  private void answer(WebSocketFrame frame) throws TargetFault {
    switch (frame) {
      case PingWebSocketFrame ping -> write(new PongWebSocketFrame(ping.content().retain()));
      case CloseWebSocketFrame end -> {
        over = true;
        String reason = Quotes.of(end.reasonText());
        throw with.fault(
            "closed the WebSocket"
                + (end.statusCode() < 0 ? "" : " with code " + end.statusCode())
                + (reason.isEmpty() ? "" : ": \"" + reason + "\""));
      }
      case WebSocketFrame other -> {
        // a message that nobody asked for
      }
    }
  }

  private WebSocketFrame nextFrame(String awaited) throws TargetFault {
    while (true) {
      Object part = codec.readInbound();
      if (part instanceof WebSocketFrame frame) {
        return frame;
      }
      if (part == null) {
        feed(awaited);
      } else {
        ReferenceCountUtil.release(part);
      }
    }
  }

  /** Waits for more, and lets the codec read it. */
  private void feed(String awaited) throws TargetFault {
    byte[] bytes = with.readSome(awaited, READ_AT_ONCE);
    if (bytes.length == 0) {
      throw with.fault("closed the connection before its " + awaited);
    }
    try {
      codec.writeInbound(Unpooled.wrappedBuffer(bytes));
    } catch (CorruptedWebSocketFrameException wrong) {
      over = true;
      throw wrong.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
          ? tooLarge()
          : with.fault("sent something that is not a frame of a WebSocket");
    } catch (DecoderException wrong) {
      over = true;
      throw with.fault("sent something that is not a frame of a WebSocket");
    }
  }

  private TargetFault tooLarge() {
    over = true;
    return new TargetFault(
        "A message of " + with.peer() + " is larger than " + LARGEST_MESSAGE / 1_024 + " KiB");
  }

  private void write(WebSocketFrame frame) {
    codec.writeOutbound(frame);
    flush();
  }

  private void flush() {
    for (Object part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
      if (part instanceof ByteBuf bytes) {
        with.write(ByteBufUtil.getBytes(bytes));
      }
      ReferenceCountUtil.release(part);
    }
  }
}
