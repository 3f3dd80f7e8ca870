package dev.tocsin.http.asset;

import dev.tocsin.http.Asked;
import dev.tocsin.http.ReadyAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
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
import org.jspecify.annotations.Nullable;

/**
 * A body in both encodings with the answers that carry it. The bytes are made before anybody asks,
 * each answer when it is asked for first: a request costs a look at two headers. The ETag is
 * strong, comes from the content, and differs by encoding.
 */
public final class ReadyBody {
  private static final int TAG_DIGITS = 24;

  private static final ReadyAnswer NOT_ALLOWED =
      ReadyAnswer.of(
          HttpResponse.create()
              .withStatus(StatusCodes.METHOD_NOT_ALLOWED)
              .addHeader(RawHeader.create("Allow", "GET, HEAD"))
              .withEntity("This address answers GET and HEAD.\n"));

  private final Kind kind;

  /** Null where only the compressed form is kept. */
  private final @Nullable ByteString plain;

  private final ByteString gzip;
  private final String tag;
  private final String gzipTag;
  private volatile @Nullable ReadyAnswer asPlain;
  private volatile @Nullable ReadyAnswer asGzip;
  private volatile @Nullable ReadyAnswer plainHeld;
  private volatile @Nullable ReadyAnswer gzipHeld;

  /**
   * What is said of a body besides its tag.
   *
   * @param cacheControl the header's value
   * @param more headers that every answer carries
   */
  public record Kind(ContentType type, String cacheControl, List<HttpHeader> more) {
    public Kind {
      more = List.copyOf(more);
    }
  }

  private ReadyBody(Kind kind, byte[] plain, byte[] gzip, boolean packed) {
    this.kind = kind;
    this.plain = packed ? null : ByteString.fromArrayUnsafe(plain);
    this.gzip = ByteString.fromArrayUnsafe(gzip);
    this.tag = hash(plain).substring(0, TAG_DIGITS);
    this.gzipTag = tag + "-gz";
  }

  /**
   * @param plain not changed by the caller any more
   * @param cacheControl the header's value
   */
  public static ReadyBody of(ContentType type, byte[] plain, String cacheControl) {
    return of(type, plain, compress(plain), cacheControl);
  }

  /** As {@link #of(ContentType, byte[], String)}, from what was compressed before. */
  public static ReadyBody of(ContentType type, byte[] plain, byte[] gzip, String cacheControl) {
    return new ReadyBody(new Kind(type, cacheControl, List.of()), plain, gzip, false);
  }

  /** One that is kept compressed alone, and unpacked for the few who ask for its plain form. */
  public static ReadyBody packed(Kind kind, byte[] plain) {
    return packed(kind, plain, compress(plain));
  }

  /** As {@link #packed(Kind, byte[])}, from what was compressed before. */
  public static ReadyBody packed(Kind kind, byte[] plain, byte[] gzip) {
    return new ReadyBody(kind, plain, gzip, true);
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
      return wantsGzip ? gzipHeld() : plainHeld();
    }
    return wantsGzip ? asGzip() : asPlain();
  }

  private ReadyAnswer asGzip() {
    ReadyAnswer ready = asGzip;
    if (ready == null) {
      ready =
          ReadyAnswer.of(
              found(gzip, gzipTag).addHeader(ContentEncoding.create(HttpEncodings.GZIP)));
      asGzip = ready;
    }
    return ready;
  }

  private ReadyAnswer asPlain() {
    ReadyAnswer ready = asPlain;
    if (ready == null) {
      ready = ReadyAnswer.of(found(plain(), tag));
      if (plain != null) {
        asPlain = ready;
      }
    }
    return ready;
  }

  private ReadyAnswer gzipHeld() {
    ReadyAnswer ready = gzipHeld;
    if (ready == null) {
      ready = ReadyAnswer.of(held(gzipTag));
      gzipHeld = ready;
    }
    return ready;
  }

  private ReadyAnswer plainHeld() {
    ReadyAnswer ready = plainHeld;
    if (ready == null) {
      ready = ReadyAnswer.of(held(tag));
      plainHeld = ready;
    }
    return ready;
  }

  private HttpResponse found(ByteString bytes, String ofTag) {
    return HttpResponse.create()
        .withStatus(StatusCodes.OK)
        .withEntity(HttpEntities.create(kind.type(), bytes))
        .addHeaders(headers(ofTag));
  }

  private HttpResponse held(String ofTag) {
    return HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED).addHeaders(headers(ofTag));
  }

  public ContentType type() {
    return kind.type();
  }

  public ByteString plain() {
    return plain == null ? ByteString.fromArrayUnsafe(unpack(gzip.toArrayUnsafe())) : plain;
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

  private List<HttpHeader> headers(String ofTag) {
    List<HttpHeader> headers = new ArrayList<>(kind.more());
    headers.add(ETag.create(EntityTag.create(ofTag, false)));
    headers.add(RawHeader.create("Cache-Control", kind.cacheControl()));
    headers.add(RawHeader.create("Vary", "Accept-Encoding"));
    return headers;
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

  private static byte[] unpack(byte[] gzip) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    } catch (IOException memoryDoesNotFail) {
      throw new UncheckedIOException(memoryDoesNotFail);
    }
  }
}
