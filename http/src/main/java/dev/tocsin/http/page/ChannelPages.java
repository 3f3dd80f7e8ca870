package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.form.ChannelForms;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.statuspage.Headline;
import dev.tocsin.tenancy.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Places that messages go to and that are no single person's. */
final class ChannelPages extends EndpointPages<Channel> {
  static final String HERE = "/organization/channels";

  ChannelPages(Inside inside, Notices notices, ApiParts parts) {
    super(
        inside,
        notices,
        parts,
        Channel.KIND,
        new Texts(
            HERE,
            "channels",
            false,
            "channel",
            "Where shall messages go?",
            "Add a channel by",
            "Policies that tell it go on telling it."));
  }

  @Override
  Endpoint endpoint(Channel channel) {
    return channel.endpoint();
  }

  @Override
  boolean isMeant(Channel channel, Visitor visitor) {
    return true;
  }

  @Override
  Channel read(Visitor visitor, ObjectNode typed, @Nullable Channel before) {
    return settings.channel(typed, before);
  }

  CompletionStage<HttpResponse> test(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        (channel, ours) ->
            said(
                id,
                visitor,
                settings
                    .test(channel.id(), channel.content().endpoint(), ours)
                    .thenApply(
                        outcome ->
                            Told.outcome(
                                id,
                                outcome,
                                "The test was taken. Look at "
                                    + kinds.place(channel.content().endpoint())
                                    + "."))));
  }

  @Override
  CompletionStage<HttpResponse> listed(Visitor visitor, Told told) {
    List<ChannelsView.Row> rows = all(visitor).stream().map(item -> row(visitor, item)).toList();
    return Inside.done(
        inside.html(
            told.status(),
            "people/channels.jte",
            visitor,
            Map.of(
                "view",
                new ChannelsView(
                    sentence(rows.size()), rows, Inside.may(visitor, Role.ADMIN), told))));
  }

  private static String sentence(int channels) {
    return switch (channels) {
      case 0 -> "Messages go to people alone so far.";
      case 1 -> "Messages can go to one channel.";
      default -> "Messages can go to " + Headline.number(channels, false) + " channels.";
    };
  }

  private ChannelsView.Row row(Visitor visitor, Item<Channel> item) {
    Endpoint endpoint = item.content().endpoint();
    List<String> policies =
        configuration.items(item.organization(), EscalationPolicy.KIND).stream()
            .filter(policy -> policy.content().references().contains(item.id()))
            .map(Item::name)
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .toList();
    return new ChannelsView.Row(
        item.id().toString(),
        item.name(),
        ChannelForms.icon(endpoint.type()),
        ChannelForms.title(endpoint.type()),
        kinds.place(endpoint),
        policies.isEmpty() ? "No policy tells it." : "Told by " + String.join(", ", policies) + ".",
        health(visitor, item));
  }
}
