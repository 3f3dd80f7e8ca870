package dev.tocsin.http.testing;

import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Services;
import dev.tocsin.notify.webpush.Vapid;
import dev.tocsin.notify.webpush.WebPushKind;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Channels that write down what would have gone out. */
public final class PaperChannels {
  /** What was sent, and where to. */
  public record Sent(Endpoint endpoint, Message message) {}

  public final List<Sent> sent = new CopyOnWriteArrayList<>();

  /** What browsers were sent, which they alone can read. */
  public final List<Post> pushed = new CopyOnWriteArrayList<>();

  private final InstantSource time = InstantSource.system();
  public volatile Outcome outcome = new Outcome.Delivered(null);

  ChannelKinds kinds() {
    return new ChannelKinds(
        List.of(
            new Paper("email", List.of("address"), Set.of()),
            new Paper("webhook", List.of("url", "token"), Set.of("token")),
            new Paper("ntfy", List.of("topic", "baseUrl", "token"), Set.of("topic", "token")),
            new WebPushKind(
                new Services(this::post, new AddressPolicy(() -> true, "PRIVATE", List::of), time),
                new Vapid(new DerivedKeys(new byte[32]), null, time))));
  }

  private CompletionStage<Answer> post(Post post) {
    pushed.add(post);
    return CompletableFuture.completedStage(new Answer.Came(201, Map.of(), ""));
  }

  /** The first field must be there. */
  private final class Paper implements ChannelKind {
    private final String type;
    private final List<String> fields;
    private final Set<String> secrets;

    Paper(String type, List<String> fields, Set<String> secrets) {
      this.type = type;
      this.fields = fields;
      this.secrets = secrets;
    }

    @Override
    public String type() {
      return type;
    }

    @Override
    public String label() {
      return type;
    }

    @Override
    public Endpoint read(Input input) {
      Map<String, String> settings = new HashMap<>();
      settings.put(fields.getFirst(), input.text(fields.getFirst(), 200));
      fields.stream()
          .skip(1)
          .forEach(
              field -> input.optionalText(field, 200).ifPresent(text -> settings.put(field, text)));
      return new Endpoint(type, settings);
    }

    @Override
    public Set<String> secrets() {
      return secrets;
    }

    @Override
    public String place(Endpoint endpoint) {
      return "paper of " + endpoint.settings().get(fields.getFirst());
    }

    @Override
    public Pace pace() {
      return new Pace(0, true);
    }

    @Override
    public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
      sent.add(new Sent(endpoint, message));
      return CompletableFuture.completedStage(outcome);
    }
  }
}
