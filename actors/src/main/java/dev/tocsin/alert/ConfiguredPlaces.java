package dev.tocsin.alert;

import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.notify.Account;
import dev.tocsin.notify.Allowance;
import dev.tocsin.notify.Breakers;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Origin;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Channels and people's verified contact methods, as this node holds them. */
public final class ConfiguredPlaces implements Place.Directory {
  private final NodeConfiguration configuration;
  private final ChannelKinds kinds;
  private final Breakers breakers;
  private final Allowance allowance;
  private final URI publicUrl;

  /**
   * @param publicUrl what links begin with
   */
  public ConfiguredPlaces(
      NodeConfiguration configuration,
      ChannelKinds kinds,
      Breakers breakers,
      Allowance allowance,
      URI publicUrl) {
    this.configuration = configuration;
    this.kinds = kinds;
    this.breakers = breakers;
    this.allowance = allowance;
    this.publicUrl = publicUrl;
  }

  @Override
  public Optional<Place> find(OrganizationId organization, UUID endpoint) {
    return named(organization, endpoint)
        .flatMap(
            found ->
                kinds
                    .byType(found.endpoint().type())
                    .filter(kind -> found.isPersons() || !kind.isForOnePerson())
                    .map(kind -> place(organization, endpoint, found, kind)));
  }

  private Place place(OrganizationId organization, UUID id, Named found, ChannelKind kind) {
    Endpoint endpoint = found.endpoint();
    Account account = kinds.account(organization, endpoint);
    return new Place(
        name(organization),
        URI.create(publicUrl + "/alerts"),
        found.called(kind.label()),
        account,
        kind.pace(),
        message ->
            allowance.within(
                organization,
                kind.type(),
                () ->
                    breakers.send(
                        account, kind.label(), new Origin(organization, id), endpoint, message)));
  }

  private record Named(String name, Endpoint endpoint, boolean isPersons) {
    /** Many are called what they are. */
    String called(String label) {
      return name.toLowerCase(Locale.ROOT).contains(label.toLowerCase(Locale.ROOT))
          ? name
          : label + " " + name;
    }
  }

  private Optional<Named> named(OrganizationId organization, UUID id) {
    if (configuration.item(organization, Channel.KIND, id)
        instanceof Lookup.Found<Item<Channel>>(var channel)) {
      return Optional.of(new Named(channel.name(), channel.content().endpoint(), false));
    }
    return configuration.item(organization, ContactMethod.KIND, id)
                instanceof Lookup.Found<Item<ContactMethod>>(var method)
            && method.content().isVerified()
        ? Optional.of(new Named(whose(organization, method), method.content().endpoint(), true))
        : Optional.empty();
  }

  /** "E-mail of Ada". */
  private String whose(OrganizationId organization, Item<ContactMethod> method) {
    return configuration.person(organization, method.content().user())
            instanceof Lookup.Found<Member>(var member)
        ? method.name() + " of " + member.user().called()
        : method.name();
  }

  private String name(OrganizationId organization) {
    return configuration.find(organization) instanceof Lookup.Found<Organization>(var found)
        ? found.name()
        : "";
  }
}
