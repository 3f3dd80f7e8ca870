package dev.tocsin.http.asset;

import dev.tocsin.http.Asked;
import dev.tocsin.http.ReadyAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.ContentEncoding;
import org.apache.pekko.http.javadsl.model.headers.ETag;
import org.apache.pekko.http.javadsl.model.headers.EntityTag;
import org.apache.pekko.http.javadsl.model.headers.HttpEncodings;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/**
 * A body in both encodings with the answers that carry it, all made before anybody asks: a request
 * costs a look at two headers. The ETag is strong, comes from the content, and differs by encoding.
 */
public final class ReadyBody {
  private static final int TAG_DIGITS = 24;

  private static final ReadyAnswer NOT_ALLOWED =
      ReadyAnswer.of(
          HttpResponse.create()
              .withStatus(StatusCodes.METHOD_NOT_ALLOWED)
              .addHeader(RawHeader.create("Allow", "GET, HEAD"))
              .withEntity("This address answers GET and HEAD.\n"));

  private final ByteString plain;
  private final ByteString gzip;
  private final String tag;
  private final String gzipTag;
  private final ReadyAnswer asPlain;
  private final ReadyAnswer asGzip;
  private final ReadyAnswer plainHeld;
  private final ReadyAnswer gzipHeld;

  private ReadyBody(ContentType type, byte[] plain, byte[] gzip, String cacheControl) {
    this.plain = ByteString.fromArrayUnsafe(plain);
    this.gzip = ByteString.fromArrayUnsafe(gzip);
    this.tag = hash(plain).substring(0, TAG_DIGITS);
    this.gzipTag = tag + "-gz";
    List<HttpHeader> plainHeaders = headers(tag, cacheControl);
    List<HttpHeader> gzipHeaders = headers(gzipTag, cacheControl);
    HttpResponse found = HttpResponse.create().withStatus(StatusCodes.OK);
    HttpResponse held = HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED);
    this.asPlain =
        ReadyAnswer.of(
            found.withEntity(HttpEntities.create(type, this.plain)).addHeaders(plainHeaders));
    this.asGzip =
        ReadyAnswer.of(
            found
                .withEntity(HttpEntities.create(type, this.gzip))
                .addHeaders(gzipHeaders)
                .addHeader(ContentEncoding.create(HttpEncodings.GZIP)));
    this.plainHeld = ReadyAnswer.of(held.addHeaders(plainHeaders));
    this.gzipHeld = ReadyAnswer.of(held.addHeaders(gzipHeaders));
  }

  /**
   * @param plain not changed by the caller any more
   * @param cacheControl the header's value
   */
  public static ReadyBody of(ContentType type, byte[] plain, String cacheControl) {
    return new ReadyBody(type, plain, compress(plain), cacheControl);
  }

  /** As {@link #of(ContentType, byte[], String)}, from what was compressed before. */
  public static ReadyBody of(ContentType type, byte[] plain, byte[] gzip, String cacheControl) {
    return new ReadyBody(type, plain, gzip, cacheControl);
  }

  /**
   * To GET and HEAD; the server leaves the body out for the latter. Any other method is refused by
   * 405.
   */
  public ReadyAnswer answer(Asked asked) {
    if (!asked.isRead()) {
      return notAllowed();
    }
    boolean wantsGzip = Negotiation.prefersGzip(asked.header("Accept-Encoding"));
    if (Negotiation.holds(asked.header("If-None-Match"), tag, gzipTag)) {
      return wantsGzip ? gzipHeld : plainHeld;
    }
    return wantsGzip ? asGzip : asPlain;
  }

  public ByteString plain() {
    return plain;
  }

  public ByteString gzip() {
    return gzip;
  }

  /** Of the content; the ETag of its plain form without quotes. */
  public String tag() {
    return tag;
  }

  public static ReadyAnswer notAllowed() {
    return NOT_ALLOWED;
  }

  /** SHA-256, in hexadecimal. */
  static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static List<HttpHeader> headers(String tag, String cacheControl) {
    return List.of(
        ETag.create(EntityTag.create(tag, false)),
        RawHeader.create("Cache-Control", cacheControl),
        RawHeader.create("Vary", "Accept-Encoding"));
  }

  private static byte[] compress(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 8_192)) {
      gzip.write(plain);
    } catch (IOException memoryDoesNotFail) {
      throw new UncheckedIOException(memoryDoesNotFail);
    }
    return bytes.toByteArray();
  }
}
