package dev.tocsin.http.page;

import dev.tocsin.http.asset.Negotiation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Makes pages for one person small on their way. A page repeats what was typed into it beside a
 * token that is to stay secret, and how well both compress together would tell of it: so each has a
 * comment of another length at its end.
 */
final class Compression {
  private static final int WORTH_IT = 1_024;
  private static final int MOST_FILLING = 64;

  /** Half the time of the usual level, for some hundredths more of the size. */
  private static final int LEVEL = 4;

  private Compression() {}

  static HttpResponse apply(HttpRequest request, HttpResponse response) {
    if (!(response.entity() instanceof HttpEntity.Strict page)
        || !page.getContentType().equals(PageRenderer.HTML)
        || page.getData().size() < WORTH_IT) {
      return response;
    }
    HttpResponse varied = response.addHeader(RawHeader.create("Vary", "Accept-Encoding"));
    return Negotiation.prefersGzip(
            request.getHeader("Accept-Encoding").map(HttpHeader::value).orElse(null))
        ? varied
            .addHeader(RawHeader.create("Content-Encoding", "gzip"))
            .withEntity(HttpEntities.create(PageRenderer.HTML, gzip(page.getData().toArray())))
        : varied;
  }

  private static byte[] gzip(byte[] page) {
    ByteArrayOutputStream small = new ByteArrayOutputStream(page.length / 4);
    try (OutputStream gzip = new Gzip(small)) {
      gzip.write(page);
      ThreadLocalRandom random = ThreadLocalRandom.current();
      StringBuilder comment = new StringBuilder("<!--");
      for (int left = random.nextInt(MOST_FILLING); left >= 0; left--) {
        comment.append((char) random.nextInt('a', 'z'));
      }
      gzip.write(comment.append("-->").toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return small.toByteArray();
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream small) throws IOException {
      super(small, 8_192);
      def.setLevel(LEVEL);
    }
  }
}
