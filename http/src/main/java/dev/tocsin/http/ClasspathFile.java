package dev.tocsin.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** A file of the program that is served as it is; read when it is first asked for. */
public final class ClasspathFile {
  private final String name;
  private final ContentType type;
  private volatile @Nullable Ready ready;

  private record Ready(ByteString plain, ByteString gzip, String etag, List<HttpHeader> headers) {}

  /**
   * @param name as the class loader finds it
   */
  public ClasspathFile(String name, ContentType type) {
    this.name = name;
    this.type = type;
  }

  public HttpResponse answer(HttpRequest request) {
    Ready now = ready();
    if (request
        .getHeader("If-None-Match")
        .filter(header -> header.value().contains(now.etag()))
        .isPresent()) {
      return HttpResponse.create().withStatus(304).addHeaders(now.headers());
    }
    boolean gzip =
        request
            .getHeader("Accept-Encoding")
            .filter(header -> header.value().toLowerCase(Locale.ROOT).contains("gzip"))
            .isPresent();
    HttpResponse response =
        HttpResponse.create()
            .withEntity(HttpEntities.create(type, gzip ? now.gzip() : now.plain()))
            .addHeaders(now.headers());
    return gzip ? response.addHeader(RawHeader.create("Content-Encoding", "gzip")) : response;
  }

  private Ready ready() {
    Ready known = ready;
    if (known == null) {
      known = read();
      ready = known;
    }
    return known;
  }

  private Ready read() {
    try (InputStream in = ClasspathFile.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The program lacks its file " + name);
      }
      byte[] bytes = in.readAllBytes();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(bytes);
      }
      String etag = "\"" + hash(bytes) + "\"";
      return new Ready(
          ByteString.fromArrayUnsafe(bytes),
          ByteString.fromArrayUnsafe(packed.toByteArray()),
          etag,
          List.of(
              RawHeader.create("ETag", etag),
              RawHeader.create("Cache-Control", "public, no-cache"),
              RawHeader.create("Vary", "Accept-Encoding")));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
