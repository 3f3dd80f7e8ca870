package dev.tocsin.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /docs}: the API's description in Swagger UI, without anything inline or from elsewhere.
 */
public final class ApiDocs implements RequestPipeline.Section {
  private static final String PATH = "/docs";
  private static final ContentType SCRIPT = ContentTypes.parse("text/javascript; charset=UTF-8");
  private static final ContentType STYLE = ContentTypes.parse("text/css; charset=UTF-8");
  private static final String VERSION_FILE = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private final Map<String, ClasspathFile> files;

  public ApiDocs() {
    String library = "META-INF/resources/webjars/swagger-ui/" + version() + "/";
    this.files =
        Map.of(
            PATH,
            new ClasspathFile("docs/index.html", ContentTypes.TEXT_HTML_UTF8),
            PATH + "/initializer.js",
            new ClasspathFile("docs/initializer.js", SCRIPT),
            PATH + "/docs.css",
            new ClasspathFile("docs/docs.css", STYLE),
            PATH + "/swagger-ui.css",
            new ClasspathFile(library + "swagger-ui.css", STYLE),
            PATH + "/swagger-ui-bundle.js",
            new ClasspathFile(library + "swagger-ui-bundle.js", SCRIPT));
  }

  @Override
  public boolean owns(String path) {
    return files.containsKey(path);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    ClasspathFile file = files.get(request.getUri().path());
    if (file == null) {
      return CompletableFuture.failedStage(new ProblemException(Problem.notFound()));
    }
    if (!request.method().equals(HttpMethods.GET)) {
      return CompletableFuture.failedStage(
          new ProblemException(
              Problem.of(405, "Method not allowed", "Here one can GET.").with("Allow", "GET")));
    }
    return CompletableFuture.completedStage(file.answer(request));
  }

  private static String version() {
    try (InputStream in = ApiDocs.class.getClassLoader().getResourceAsStream(VERSION_FILE)) {
      if (in == null) {
        throw new IllegalStateException("The program lacks the library swagger-ui.");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
