package dev.tocsin.http.ping;

import dev.tocsin.heartbeat.Ping;
import dev.tocsin.http.ClientAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.HttpEntity;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What a request says of who sent it, and what it has to say. */
final class Caller {
  /** More than this of a body is not even read. */
  private static final long LARGEST = 1 << 20;

  private static final long PATIENCE_MILLIS = 10_000;

  private final ActorSystem<?> system;
  private final ClientAddress addresses;

  Caller(ActorSystem<?> system, ClientAddress addresses) {
    this.system = system;
    this.addresses = addresses;
  }

  Ping.Source source(HttpRequest request) {
    return new Ping.Source(
        request.method().name(),
        addresses.of(request).getHostAddress(),
        request.getHeader("User-Agent").map(HttpHeader::value).orElse(""));
  }

  /** All of the body, null where there is none. */
  CompletionStage<@Nullable ByteString> body(HttpRequest request) {
    if (request.entity() instanceof HttpEntity.Strict strict) {
      return CompletableFuture.completedStage(strict.data().isEmpty() ? null : strict.data());
    }
    return request
        .entity()
        .withSizeLimit(LARGEST)
        .toStrict(PATIENCE_MILLIS, system)
        .thenApply(strict -> strict.getData().isEmpty() ? null : strict.getData());
  }

  void discard(HttpRequest request) {
    request.discardEntityBytes(system);
  }

  /** The beginning of a body as text; what is no UTF-8 in it is replaced. */
  static @Nullable String text(@Nullable ByteString body) {
    if (body == null) {
      return null;
    }
    byte[] bytes = body.take(Ping.LONGEST_BODY).toArrayUnsafe();
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes, 0, wholeCharacters(bytes));
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .decode(in)
          .toString();
    } catch (CharacterCodingException replacedInstead) {
      throw new IllegalStateException(replacedInstead);
    }
  }

  /** Where a body was cut within a character, that character is left out. */
  private static int wholeCharacters(byte[] bytes) {
    if (bytes.length < Ping.LONGEST_BODY) {
      return bytes.length;
    }
    int start = bytes.length - 1;
    while (start > bytes.length - 4 && (bytes[start] & 0xC0) == 0x80) {
      start--;
    }
    int lead = bytes[start] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return start + length <= bytes.length ? bytes.length : start;
  }
}
