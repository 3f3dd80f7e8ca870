package dev.tocsin.alert.chat;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds where a message with buttons went, as it is configured now. */
final class ChatPlaces {
  private final NodeConfiguration configuration;

  /**
   * @param person whose own it is; null where it is a channel
   */
  record Place(Endpoint endpoint, @Nullable UserId person) {}

  ChatPlaces(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * @throws StoreUnavailableException while this node does not know whether there is one
   */
  Optional<Place> find(OrganizationId organization, UUID endpoint) {
    if (configuration.item(organization, Channel.KIND, endpoint)
        instanceof Lookup.Found<Item<Channel>>(var channel)) {
      return Optional.of(new Place(channel.content().endpoint(), null));
    }
    if (configuration.item(organization, ContactMethod.KIND, endpoint)
        instanceof Lookup.Found<Item<ContactMethod>>(var method)) {
      return method.content().isVerified()
          ? Optional.of(new Place(method.content().endpoint(), method.content().user()))
          : Optional.empty();
    }
    if (!configuration.isComplete()) {
      throw new StoreUnavailableException("This node has not read its configuration yet.");
    }
    return Optional.empty();
  }
}
