package dev.tocsin.notify.discord;

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

/** A channel of Discord, by a webhook. */
public final class DiscordKind implements ChannelKind {
  private final IncomingWebhook webhook;

  public DiscordKind(Services services) {
    this.webhook = new IncomingWebhook(label(), new DiscordDialect(), services);
  }

  @Override
  public String type() {
    return "discord";
  }

  @Override
  public String label() {
    return "Discord";
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
    return webhook.send(this, endpoint, message, DiscordBody.of(message), DiscordKind::waiting);
  }

  /**
   * Discord answers before it has stored a message, and then keeps quiet about it, unless asked.
   */
  private static String waiting(String url) {
    return url + (url.indexOf('?') < 0 ? "?" : "&") + "wait=true";
  }
}
