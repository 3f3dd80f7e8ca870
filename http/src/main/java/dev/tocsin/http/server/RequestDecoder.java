package dev.tocsin.http.server;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads requests, and refuses those that two readers could understand differently. */
final class RequestDecoder extends HttpRequestDecoder {
  private static final int LONGEST_LINE = 4_096 + 64;
  private static final int LARGEST_HEAD = 24 * 1_024;
  private static final int LARGEST_PART = 8 * 1_024;

  RequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LARGEST_HEAD)
            .setMaxChunkSize(LARGEST_PART)
            .setStrictLineParsing(true));
  }

  /** RFC 9112, 6.3: ought to be handled as an error. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("A length, and chunks.");
  }
}
