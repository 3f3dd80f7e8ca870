package dev.tocsin.http.api;

import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.webpush.WebPushKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a browser must know of this installation to take messages from it. */
public final class WebPushApi {
  private final ChannelKinds kinds;

  WebPushApi(ApiParts parts) {
    this.kinds = parts.alerts().channels();
  }

  List<Operation> operations() {
    return List.of(Operation.get("getWebPushKey", "/web-push-key", Operation.PERSON, this::key));
  }

  /** Empty where this installation has no such channel. */
  public static Optional<String> key(ChannelKinds kinds) {
    return kinds
        .byType(WebPushKind.TYPE)
        .filter(WebPushKind.class::isInstance)
        .map(kind -> ((WebPushKind) kind).publicKey());
  }

  private CompletionStage<HttpResponse> key(ApiRequest request) {
    String key = key(kinds).orElseThrow(() -> new ProblemException(Problem.notFound()));
    return Answers.now(Json.response(200, Json.object().put("publicKey", key)));
  }
}
