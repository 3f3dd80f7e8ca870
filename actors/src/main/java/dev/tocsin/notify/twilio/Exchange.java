package dev.tocsin.notify.twilio;

import com.twilio.exception.ApiConnectionException;
import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.Header;

/**
 * One request of Twilio's library, and what the answer's head said. It is sent once: the library
 * would send again what failed, and a person would get it twice.
 */
final class Exchange extends HttpClient {
  private static final int LONGEST_ANSWER = 1 << 18;

  private final java.net.http.HttpClient client;
  private final URI baseUrl;
  private final String agent;
  private final Duration patience;
  private int status;
  private Optional<String> retryAfter = Optional.empty();

  Exchange(java.net.http.HttpClient client, URI baseUrl, String agent, Duration patience) {
    this.client = client;
    this.baseUrl = baseUrl;
    this.agent = agent;
    this.patience = patience;
  }

  /** 0 where no answer came. */
  int status() {
    return status;
  }

  Optional<String> retryAfter() {
    return retryAfter;
  }

  @Override
  public Response reliableRequest(Request request) {
    return makeRequest(request);
  }

  @Override
  public Response reliableRequest(Request request, int[] codes, int retries, long delayMillis) {
    return makeRequest(request);
  }

  @Override
  public Response makeRequest(Request request) {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(baseUrl + request.constructURL().getFile()))
            .header("Authorization", request.getAuthString())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .header("User-Agent", agent)
            .POST(BodyPublishers.ofString(request.encodeFormBody()))
            .build();
    HttpResponse<String> answer = answer(post);
    status = answer.statusCode();
    retryAfter = answer.headers().firstValue("Retry-After");
    return new Response(answer.body(), status, new Header[0]);
  }

  /** The client's own time limit does not hold for bodies. */
  private HttpResponse<String> answer(HttpRequest post) {
    CompletableFuture<HttpResponse<String>> asked =
        client.sendAsync(post, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER));
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      asked.cancel(true);
      throw new ApiConnectionException("no answer within " + patience.toMillis() + " ms", slow);
    } catch (ExecutionException failed) {
      throw new ApiConnectionException("no answer", failed.getCause());
    } catch (InterruptedException stopping) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new ApiConnectionException("Tocsin is stopping", stopping);
    }
  }
}
