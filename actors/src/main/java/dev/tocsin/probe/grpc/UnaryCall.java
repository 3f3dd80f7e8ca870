package dev.tocsin.probe.grpc;

import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.TargetFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of gRPC with one message each way, over a conversation. Netty's codec of HTTP/2 is fed
 * with what came and drained of what is to be sent on the thread of the check, so that nothing is
 * received that nobody waits for.
 */
final class UnaryCall implements AutoCloseable {
  private static final int READ_AT_ONCE = 16 * 1_024;
  private static final int LARGEST_HEADERS = 16 * 1_024;
  private static final int LARGEST_MESSAGE = 4_096;

  /** Of the head that gRPC puts before a message: whether it is compressed, and its length. */
  private static final int HEAD = 5;

  private static final int OK = 200;

  private final Conversation with;
  private final Http2FrameCodec frames =
      Http2FrameCodecBuilder.forClient()
          .initialSettings(
              Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(LARGEST_HEADERS))
          .build();

  /** The only one who may begin a stream. */
  private final Http2ChannelDuplexHandler streams = new Http2ChannelDuplexHandler() {};

  private final EmbeddedChannel codec = new EmbeddedChannel(frames, streams);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private @Nullable Http2Headers head;
  private @Nullable Http2Headers trailers;

  UnaryCall(Conversation with) {
    this.with = with;
  }

  void send(GrpcSpec spec, String agent) {
    Http2FrameStream stream = streams.newStream();
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme(spec.tls().on() ? "https" : "http")
            .path("/grpc.health.v1.Health/Check")
            .authority(spec.endpoint().toString())
            .add("te", "trailers")
            .add("content-type", "application/grpc")
            .add("user-agent", agent)
            .add("grpc-timeout", Math.max(1, TimeUnit.NANOSECONDS.toMillis(with.left())) + "m");
    spec.metadata().values().forEach(headers::add);
    codec.write(new DefaultHttp2HeadersFrame(headers).stream(stream));
    codec.writeOneOutbound(
        new DefaultHttp2DataFrame(
                Unpooled.wrappedBuffer(HealthMessages.request(spec.service())), true)
            .stream(stream));
    codec.flushOutbound();
    drain();
  }

  CallAnswer answer() throws TargetFault {
    while (trailers == null) {
      Object part = codec.readInbound();
      if (part == null) {
        feed();
      } else {
        try {
          take(part);
        } finally {
          ReferenceCountUtil.release(part);
        }
      }
    }
    CharSequence status = trailers.get("grpc-status");
    if (status == null || !status.toString().matches("\\d{1,4}")) {
      throw with.fault("ended its answer without a status of gRPC");
    }
    CharSequence text = trailers.get("grpc-message");
    return new CallAnswer(
        Integer.parseInt(status.toString()),
        text == null ? "" : decoded(text.toString()),
        message(Integer.parseInt(status.toString())));
  }

  @Override
  public void close() {
    codec.finishAndReleaseAll();
  }

  private void take(Object part) throws TargetFault {
    switch (part) {
      case Http2HeadersFrame headers -> onHeaders(headers);
      case Http2DataFrame content -> {
        data.writeBytes(ByteBufUtil.getBytes(content.content()));
        if (data.size() > LARGEST_MESSAGE) {
          throw new TargetFault(
              "The answer of "
                  + with.peer()
                  + " is longer than "
                  + LARGEST_MESSAGE / 1_024
                  + " KiB");
        }
        if (content.isEndStream()) {
          throw with.fault("ended its answer without a status of gRPC");
        }
      }
      case Http2ResetFrame reset ->
          throw with.fault("broke off the call (HTTP/2 error " + reset.errorCode() + ")");
      case Http2GoAwayFrame away ->
          throw with.fault("takes no calls (HTTP/2 error " + away.errorCode() + ")");
      case Object other -> {
        // settings and windows, which the codec sees to
      }
    }
  }

  private void onHeaders(Http2HeadersFrame frame) throws TargetFault {
    if (head == null) {
      head = frame.headers();
      String status = String.valueOf(head.status());
      String type = String.valueOf(head.get("content-type"));
      if (!status.equals(Integer.toString(OK)) || !type.startsWith("application/grpc")) {
        throw with.fault(
            "answered with status " + status + " of HTTP, and not as a server of gRPC");
      }
    }
    if (frame.isEndStream()) {
      trailers = frame.headers();
    }
  }

  private byte[] message(int status) throws TargetFault {
    byte[] all = data.toByteArray();
    if (status != 0) {
      return new byte[0];
    }
    boolean isWhole =
        all.length >= HEAD
            && all[0] == 0
            && all.length - HEAD == Unpooled.wrappedBuffer(all).getInt(1);
    if (!isWhole) {
      throw with.fault("answered with a message that is not one of the health service");
    }
    return Arrays.copyOfRange(all, HEAD, all.length);
  }

  /** Waits for more, and lets the codec read it and answer what HTTP/2 wants answered. */
  private void feed() throws TargetFault {
    byte[] bytes = with.readSome("answer", READ_AT_ONCE);
    if (bytes.length == 0) {
      throw with.fault("closed the connection before its answer");
    }
    try {
      codec.writeInbound(Unpooled.wrappedBuffer(bytes));
      codec.checkException();
    } catch (Exception wrong) {
      throw unreadable(wrong);
    }
    drain();
  }

  private TargetFault unreadable(Exception wrong) {
    for (@Nullable Throwable cause = wrong; cause != null; cause = cause.getCause()) {
      if (cause instanceof Http2Exception) {
        return with.fault(
            head == null
                ? "does not speak HTTP/2, or breaks its rules"
                : "broke the rules of HTTP/2 in its answer");
      }
    }
    throw new IllegalStateException("HTTP/2 could not be read", wrong);
  }

  private void drain() {
    for (Object part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
      if (part instanceof ByteBuf bytes) {
        with.write(ByteBufUtil.getBytes(bytes));
      }
      ReferenceCountUtil.release(part);
    }
  }

  /** Percent-encoded, as gRPC has it. */
  private static String decoded(String text) {
    try {
      return QueryStringDecoder.decodeComponent(text.replace("+", "%2B"));
    } catch (IllegalArgumentException broken) {
      return text;
    }
  }
}
