package dev.tocsin.http.api;

import dev.tocsin.http.ClasspathFile;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentTypes;

/** The API's own description, OpenAPI 3.1. */
final class Description {
  private final ClasspathFile file =
      new ClasspathFile("openapi/openapi.json", ContentTypes.APPLICATION_JSON);

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "getDescription",
            "/openapi.json",
            Operation.OPEN,
            request -> Answers.now(file.answer(request.http()))));
  }
}
