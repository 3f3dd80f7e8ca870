package dev.tocsin.probe.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body as text: decompressed up to a bound, and read by the charset it names (UTF-8 where it
 * names none).
 *
 * @param cut whether there is more than the text
 * @param fault why the text cannot be read, one sentence; null where it can
 */
record BodyText(String text, boolean cut, @Nullable String fault) {
  static final int MOST_DECODED_BYTES = 8 << 20;

  /**
   * @param most decompression stops after this many bytes, whatever was promised
   */
  static BodyText of(HttpAnswer answer, int most) {
    String encoding = encoding(answer.headers());
    try (InputStream in = decoded(answer.body(), encoding)) {
      if (in == null) {
        return new BodyText(
            "", false, "The body is compressed with " + encoding + ", which Tocsin cannot read");
      }
      return read(in, most, answer);
    } catch (IOException broken) {
      return new BodyText("", false, "The body is not valid " + encoding);
    }
  }

  private static BodyText read(InputStream in, int most, HttpAnswer answer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] part = new byte[8_192];
    boolean more = answer.cut();
    try {
      int count = in.read(part);
      while (count >= 0 && bytes.size() + count <= most) {
        bytes.write(part, 0, count);
        count = in.read(part);
      }
      if (count > 0) {
        bytes.write(part, 0, most - bytes.size());
        more = true;
      }
    } catch (EOFException early) {
      // what was kept of a compressed body ends in its middle
      if (!more) {
        throw early;
      }
    }
    return new BodyText(bytes.toString(charset(answer.headers())), more, null);
  }

  private static String encoding(HttpHeaders headers) {
    @Nullable String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
    return encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
  }

  private static @Nullable InputStream decoded(byte[] body, String encoding) throws IOException {
    InputStream raw = new ByteArrayInputStream(body);
    if (body.length == 0) {
      return raw;
    }
    return switch (encoding) {
      case "identity", "" -> raw;
      case "gzip", "x-gzip" -> new GZIPInputStream(raw, 8_192);
      case "deflate" -> inflated(raw, new Inflater(!hasZlibHeader(body)));
      default -> null;
    };
  }

  private static InputStream inflated(InputStream raw, Inflater inflater) {
    return new InflaterInputStream(raw, inflater, 8_192) {
      @Override
      public void close() throws IOException {
        super.close();
        // the stream ends only an inflater that it made itself
        inflater.end();
      }
    };
  }

  /** RFC 9110, 8.4.1.2: deflate means zlib, but some servers send it bare. */
  private static boolean hasZlibHeader(byte[] body) {
    return body.length > 1
        && (body[0] & 0x0f) == 8
        && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
  }

  private static Charset charset(HttpHeaders headers) {
    @Nullable String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    return type == null
        ? StandardCharsets.UTF_8
        : HttpUtil.getCharset(type, StandardCharsets.UTF_8);
  }
}
