package dev.tocsin.notify;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;

/** A place that belongs to no single person: a chat room, another program, a shared mailbox. */
public record Channel(String name, Endpoint endpoint) implements Content {
  public static final ContentKind<Channel> KIND = new ContentKind<>("channel", Channel.class, true);
}
