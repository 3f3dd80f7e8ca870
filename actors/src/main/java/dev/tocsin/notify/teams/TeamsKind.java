package dev.tocsin.notify.teams;

import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.http.IncomingWebhook;
import dev.tocsin.notify.http.Services;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A chat or channel of Microsoft Teams, by the webhook of a workflow. */
public final class TeamsKind implements ChannelKind {
  private final IncomingWebhook webhook;

  public TeamsKind(Services services) {
    this.webhook = new IncomingWebhook(label(), new TeamsDialect(), services);
  }

  @Override
  public String type() {
    return "teams";
  }

  @Override
  public String label() {
    return "Microsoft Teams";
  }

  @Override
  public Endpoint read(Input input) {
    return webhook.read(type(), input);
  }

  @Override
  public Set<String> secrets() {
    return webhook.secrets();
  }

  @Override
  public String place(Endpoint endpoint) {
    return webhook.place(endpoint);
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return webhook.send(this, endpoint, message, TeamsBody.of(message));
  }
}
