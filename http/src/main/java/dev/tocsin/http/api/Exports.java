package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Csv;
import dev.tocsin.http.Json;
import dev.tocsin.input.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list as a file: {@code ?format=csv} or {@code ?format=ndjson} at the list's own path answers
 * the whole range at once, without {@code limit} and {@code cursor}. Page after page is read when
 * the reader has taken the one before, so an export of any length needs the memory of one page.
 */
final class Exports {
  private static final Logger log = LoggerFactory.getLogger(Exports.class);

  private static final String PARAMETER = "format";
  private static final ContentType CSV =
      ContentTypes.parse("text/csv; charset=utf-8; header=present");
  private static final ContentType NDJSON = ContentTypes.parse("application/x-ndjson");

  private Exports() {}

  /** The kinds of file. */
  enum Format {
    CSV,
    NDJSON
  }

  /**
   * A part of what is exported.
   *
   * @param next asks for what follows; empty at the end. A part may be empty and have a next one
   */
  record Part<T, C>(List<T> items, Optional<C> next) {}

  /**
   * What a line says.
   *
   * @param columns of a CSV, each a field of {@code json} or the path to one, as in {@code
   *     latency.p99}
   * @param json one line of NDJSON
   */
  record Table<T>(List<String> columns, Function<T, ObjectNode> json) {}

  /**
   * Empty where the answer is the usual JSON.
   *
   * @throws InvalidInputException (422) where there is no such format
   */
  static Optional<Format> format(ApiRequest request) {
    return request
        .query(PARAMETER)
        .flatMap(
            text ->
                switch (text) {
                  case "json" -> Optional.empty();
                  case "csv" -> Optional.of(Format.CSV);
                  case "ndjson" -> Optional.of(Format.NDJSON);
                  default ->
                      throw new InvalidInputException(
                          PARAMETER, "It must be \"json\", \"csv\" or \"ndjson\".");
                });
  }

  /**
   * Answers when the first part is there: a failure until then is an ordinary problem. One that
   * comes later breaks the connection off, so that no reader takes a part for the whole.
   *
   * @param name of the file, without its ending; see {@link FileName}
   * @param parts reads the part that a cursor names, the first one where there is none
   */
  static <T, C> CompletionStage<HttpResponse> answer(
      Format format,
      FileName name,
      Table<T> table,
      Function<Optional<C>, CompletionStage<Part<T, C>>> parts) {
    return parts
        .apply(Optional.empty())
        .thenApply(first -> answer(format, name, Lines.of(format, table), first, parts));
  }

  private static <T, C> HttpResponse answer(
      Format format,
      FileName name,
      Lines<T> lines,
      Part<T, C> first,
      Function<Optional<C>, CompletionStage<Part<T, C>>> parts) {
    Source<ByteString, NotUsed> bytes =
        Source.single(lines.head().concat(lines.bytes(first.items())))
            .concatLazy(
                Source.unfoldAsync(first.next(), cursor -> next(cursor, parts))
                    .map(lines::bytes)
                    .mapError(Throwable.class, failure -> brokenOff(name, failure)));
    return HttpResponse.create()
        .withEntity(HttpEntities.createChunked(type(format), bytes))
        .addHeader(name.disposition(Json.name(format)))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  private static <T, C> CompletionStage<Optional<Pair<Optional<C>, List<T>>>> next(
      Optional<C> cursor, Function<Optional<C>, CompletionStage<Part<T, C>>> parts) {
    return cursor.isEmpty()
        ? CompletableFuture.completedStage(Optional.empty())
        : parts
            .apply(cursor)
            .thenApply(part -> Optional.of(Pair.create(part.next(), part.items())));
  }

  private static Throwable brokenOff(FileName name, Throwable failure) {
    log.warn("The export {} is broken off half way", name, failure);
    return failure;
  }

  private static ContentType type(Format format) {
    return switch (format) {
      case CSV -> CSV;
      case NDJSON -> NDJSON;
    };
  }

  /**
   * Writes items.
   *
   * @param head before the first of them
   */
  private record Lines<T>(ByteString head, Function<T, byte[]> line) {
    static <T> Lines<T> of(Format format, Table<T> table) {
      return switch (format) {
        case CSV -> {
          List<String> pointers =
              table.columns().stream().map(column -> "/" + column.replace('.', '/')).toList();
          yield new Lines<>(
              ByteString.fromString(Csv.line(table.columns())),
              item -> csv(pointers, table.json().apply(item)));
        }
        case NDJSON ->
            new Lines<>(ByteString.emptyByteString(), item -> ndjson(table.json().apply(item)));
      };
    }

    ByteString bytes(List<T> items) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      items.forEach(item -> bytes.writeBytes(line.apply(item)));
      return ByteString.fromArrayUnsafe(bytes.toByteArray());
    }

    private static byte[] csv(List<String> pointers, ObjectNode json) {
      return Csv.line(pointers.stream().map(pointer -> cell(json.at(pointer))).toList())
          .getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(JsonNode value) {
      if (value.isNumber() || value.isBoolean()) {
        return value.asText();
      }
      return value.isNull() || value.isMissingNode()
          ? ""
          : Csv.text(value.isTextual() ? value.textValue() : value.toString());
    }

    private static byte[] ndjson(ObjectNode json) {
      byte[] line = Json.bytes(json);
      byte[] ended = Arrays.copyOf(line, line.length + 1);
      ended[line.length] = '\n';
      return ended;
    }
  }
}
