package dev.tocsin.http.api;

import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpMethod;

/** Finds the operation that a method and a path mean. */
final class OperationTable {
  private final Map<Integer, List<Line>> linesBySegments;

  record Match(Operation operation, Map<String, String> parameters) {}

  private record Line(Operation operation, String[] segments) {
    Optional<Map<String, String>> parameters(String[] path) {
      Map<String, String> parameters = new HashMap<>();
      for (int i = 0; i < segments.length; i++) {
        String segment = segments[i];
        if (segment.startsWith("{")) {
          parameters.put(segment.substring(1, segment.length() - 1), path[i]);
        } else if (!segment.equals(path[i])) {
          return Optional.empty();
        }
      }
      return Optional.of(parameters);
    }

    boolean isLiteral() {
      return operation.path().indexOf('{') < 0;
    }
  }

  OperationTable(List<Operation> operations) {
    this.linesBySegments =
        operations.stream()
            .map(operation -> new Line(operation, segments(operation.path())))
            // a path without parameters is meant before one with: /monitors/test, /monitors/{id}
            .sorted((a, b) -> Boolean.compare(b.isLiteral(), a.isLiteral()))
            .collect(Collectors.groupingBy(line -> line.segments().length));
  }

  /**
   * @throws ProblemException (404, 405)
   */
  Match find(HttpMethod method, String path) {
    String[] segments = segments(path);
    List<Line> candidates = linesBySegments.getOrDefault(segments.length, List.of());
    StringBuilder allowed = new StringBuilder();
    for (Line line : candidates) {
      Optional<Map<String, String>> parameters = line.parameters(segments);
      if (parameters.isPresent()) {
        if (line.operation().method().equals(method)) {
          return new Match(line.operation(), parameters.get());
        }
        allowed.append(allowed.isEmpty() ? "" : ", ").append(line.operation().method().name());
      }
    }
    throw new ProblemException(
        allowed.isEmpty()
            ? Problem.notFound()
            : Problem.of(405, "Method not allowed", "Here one can " + allowed + ".")
                .with("Allow", allowed.toString()));
  }

  private static String[] segments(String path) {
    return path.split("/", -1);
  }
}
