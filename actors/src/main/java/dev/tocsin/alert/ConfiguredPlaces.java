package dev.tocsin.alert;

import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Origin;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** Channels and people's verified contact methods, as this node holds them. */
public final class ConfiguredPlaces implements Place.Directory {
  private final NodeConfiguration configuration;
  private final ChannelKinds kinds;
  private final URI publicUrl;

  /**
   * @param publicUrl what links begin with
   */
  public ConfiguredPlaces(NodeConfiguration configuration, ChannelKinds kinds, URI publicUrl) {
    this.configuration = configuration;
    this.kinds = kinds;
    this.publicUrl = publicUrl;
  }

  @Override
  public Optional<Place> find(OrganizationId organization, UUID endpoint) {
    return endpoint(organization, endpoint)
        .flatMap(
            found ->
                kinds
                    .byType(found.type())
                    .map(
                        kind ->
                            new Place(
                                name(organization),
                                URI.create(publicUrl + "/alerts"),
                                kind.pace(),
                                message ->
                                    kind.send(
                                        found, message, new Origin(organization, endpoint)))));
  }

  private Optional<Endpoint> endpoint(OrganizationId organization, UUID id) {
    if (configuration.item(organization, Channel.KIND, id)
        instanceof Lookup.Found<Item<Channel>>(var channel)) {
      return Optional.of(channel.content().endpoint());
    }
    return configuration.item(organization, ContactMethod.KIND, id)
                instanceof Lookup.Found<Item<ContactMethod>>(var method)
            && method.content().isVerified()
        ? Optional.of(method.content().endpoint())
        : Optional.empty();
  }

  private String name(OrganizationId organization) {
    return configuration.find(organization) instanceof Lookup.Found<Organization>(var found)
        ? found.name()
        : "";
  }
}
