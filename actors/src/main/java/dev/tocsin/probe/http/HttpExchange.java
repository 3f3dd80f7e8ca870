package dev.tocsin.probe.http;

import dev.tocsin.probe.net.Dial;
import dev.tocsin.probe.net.HandshakeFaults;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on one connection, which it owns and closes. It tells its listener of
 * one end, once; after that nothing.
 */
final class HttpExchange extends ChannelInboundHandlerAdapter {
  /** Called on the event loop. */
  interface Listener {
    /** The certificate that was shown, accepted or not. */
    void onCertificate(Instant ends);

    /**
     * @return whether the body is wanted; if not, the exchange is over
     */
    boolean onHead(int status, HttpHeaders headers);

    void onAnswer(HttpAnswer answer);

    void onFault(String sentence);

    void onDefect(Throwable defect);
  }

  static final int MOST_RAW_BYTES = 1 << 20;

  /** With everything around the body, which a target can make far larger than the body. */
  private static final int MOST_WIRE_BYTES = 4 << 20;

  private static final int MOST_INTERIM = 16;
  private static final int LONGEST_FIRST_LINE = 8 * 1_024;
  private static final int LARGEST_HEADERS = 32 * 1_024;
  private static final int MOST_HEADERS = 256;

  private enum Stage {
    HANDSHAKE,
    HEAD,
    BODY,
    OVER
  }

  private final Channel channel;
  private final InetSocketAddress address;
  private final PhaseTimes times;
  private final Listener listener;
  private final KeptBytes body;
  private final Incoming incoming;

  private Stage stage = Stage.HANDSHAKE;
  private int interim;
  private @Nullable HttpResponse head;

  /**
   * @param body what is kept of the body; reading goes on to {@link #MOST_RAW_BYTES}
   */
  HttpExchange(Dial.Connected connected, PhaseTimes times, KeptBytes body, Listener listener) {
    this.channel = connected.channel();
    this.address = connected.address();
    this.times = times;
    this.body = body;
    this.incoming = new Incoming(times);
    this.listener = listener;
  }

  /**
   * @param tls null for plain HTTP
   */
  void begin(FullHttpRequest request, @Nullable SslHandler tls) {
    ChannelPipeline pipeline = channel.pipeline();
    if (tls != null) {
      pipeline.addLast(tls);
    }
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_FIRST_LINE)
            .setMaxHeaderSize(LARGEST_HEADERS)
            // RFC 9112, 6.3: what cannot be framed for certain is an error
            .setUseRfc9112TransferEncoding(true);
    pipeline.addLast(incoming, new HttpClientCodec(limits, false, false), this);
    if (tls == null) {
      send(request);
    } else {
      tls.handshakeFuture().addListener(it -> onHandshake(it, tls, request));
    }
    channel.config().setAutoRead(true);
    if (!channel.isActive()) {
      end(() -> listener.onFault(closed()));
    }
  }

  /** What was not done yet, as the beginning of a sentence that goes on with "within 5 s". */
  String unfinished() {
    String with = Dial.text(address);
    return switch (stage) {
      case HANDSHAKE -> "No TLS handshake with " + with;
      case HEAD ->
          times.isReceiving() ? "The headers of the answer did not end" : "No answer from " + with;
      case BODY, OVER -> "The answer was not complete";
    };
  }

  /** Closes at once: a peer that takes nothing any more must not hold the connection. */
  void close() {
    stage = Stage.OVER;
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      channel.close();
      return;
    }
    if (tls.handshakeFuture().isSuccess()) {
      tls.closeOutbound();
    }
    ChannelHandlerContext below = channel.pipeline().context(tls);
    if (below == null) {
      channel.close();
    } else {
      below.close();
    }
  }

  private void onHandshake(Future<? super Channel> done, SslHandler tls, FullHttpRequest request) {
    if (stage != Stage.HANDSHAKE) {
      request.release();
      return;
    }
    if (done.isSuccess()) {
      times.secured();
      showCertificate(tls);
      send(request);
    } else {
      request.release();
      onHandshakeFault(done.cause());
    }
  }

  private void onHandshakeFault(Throwable fault) {
    HandshakeFaults.certificate(fault)
        .ifPresent(certificate -> listener.onCertificate(certificate.ends()));
    end(() -> listener.onFault(HandshakeFaults.sentence(fault, address)));
  }

  private void showCertificate(SslHandler tls) {
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      if (chain.length > 0 && chain[0] instanceof X509Certificate leaf) {
        listener.onCertificate(leaf.getNotAfter().toInstant());
      }
    } catch (SSLPeerUnverifiedException none) {
      // a server may show none where none is asked for
    }
  }

  private void send(FullHttpRequest request) {
    stage = Stage.HEAD;
    channel
        .writeAndFlush(request)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                times.sent();
              } else if (!(written.cause() instanceof IOException)) {
                end(() -> listener.onDefect(written.cause()));
              }
              // else the answer may have come early; how the connection ends says what it was
            });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (stage == Stage.OVER || !(message instanceof HttpObject part)) {
        return;
      }
      if (part.decoderResult().isFailure()) {
        Throwable cause = part.decoderResult().cause();
        end(() -> listener.onFault(unreadable(part, cause)));
        return;
      }
      if (part instanceof HttpResponse response) {
        onHead(response);
      }
      if (part instanceof HttpContent content) {
        onContent(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void onHead(HttpResponse response) {
    int status = response.status().code();
    if (status < 200 && status != 101) {
      // RFC 9110, 15.2: an interim answer; the real one follows
      if (++interim > MOST_INTERIM) {
        end(
            () ->
                listener.onFault(
                    "More than " + MOST_INTERIM + " interim answers (1xx) came before the answer"));
      }
      return;
    }
    if (response.headers().size() > MOST_HEADERS) {
      end(() -> listener.onFault("The answer has more than " + MOST_HEADERS + " headers"));
      return;
    }
    head = response;
    stage = Stage.BODY;
    if (!listener.onHead(status, response.headers())) {
      close();
    } else if (status == 101) {
      finish(response, false);
    }
  }

  private void onContent(HttpContent content) {
    HttpResponse response = head;
    if (response == null || stage != Stage.BODY) {
      return;
    }
    body.add(content.content());
    if (body.seen() > MOST_RAW_BYTES || incoming.bytes() > MOST_WIRE_BYTES) {
      finish(response, true);
    } else if (content instanceof LastHttpContent) {
      finish(response, body.isCut());
    }
  }

  private void finish(HttpResponse response, boolean cut) {
    times.received();
    HttpAnswer answer =
        new HttpAnswer(response.status().code(), response.headers(), body.bytes(), cut);
    end(() -> listener.onAnswer(answer));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(() -> listener.onFault(closed()));
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    if (stage == Stage.HANDSHAKE) {
      onHandshakeFault(fault);
    } else if (fault instanceof IOException && !(fault instanceof SSLException)) {
      end(() -> listener.onFault(reset()));
    } else if (fault.getCause() instanceof SSLException || fault instanceof SSLException) {
      end(() -> listener.onFault(HandshakeFaults.broken(fault, address)));
    } else {
      end(() -> listener.onDefect(fault));
    }
  }

  private void end(Runnable news) {
    if (stage != Stage.OVER) {
      // the sentence is made from the stage that was reached
      Stage reached = stage;
      news.run();
      if (stage == reached) {
        close();
      }
    }
  }

  private String closed() {
    return Dial.text(address) + " closed the connection " + when();
  }

  private String reset() {
    return Dial.text(address) + " reset the connection " + when();
  }

  private String when() {
    return switch (stage) {
      case HANDSHAKE -> "during the TLS handshake";
      case HEAD -> times.isReceiving() ? "while the headers were read" : "before it answered";
      case BODY, OVER -> "before the answer was complete";
    };
  }

  private String unreadable(HttpObject part, Throwable cause) {
    if (cause instanceof PrematureChannelClosureException) {
      return closed();
    }
    boolean inBody = stage == Stage.BODY;
    if (cause instanceof TooLongHttpHeaderException) {
      return (inBody ? "The trailers behind the answer" : "The answer's headers")
          + " are larger than "
          + LARGEST_HEADERS / 1_024
          + " KiB";
    }
    if (cause instanceof TooLongHttpLineException) {
      return (inBody ? "A chunk's first line" : "The answer's first line")
          + " is longer than "
          + LONGEST_FIRST_LINE / 1_024
          + " KiB";
    }
    if (inBody) {
      return "The body's chunks are not valid HTTP";
    }
    return part instanceof HttpResponse response
        ? Framing.fault(response).orElse("The answer is not valid HTTP")
        : "The answer is not valid HTTP";
  }
}
