package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Sender;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Places that messages go to and that are no single person's. */
final class ChannelApi extends ItemApi<Channel> {
  private static final Names NAMES = new Names("/channels", "id", "Channel", "Channels");

  private final ChannelKinds kinds;
  private final Endpoints endpoints;
  private final Deliveries deliveries;
  private final ApiParts.PlaceSide places;
  private final Trials trials;
  private final Sender sender;
  private final URI publicUrl;

  ChannelApi(ApiParts parts) {
    super(parts, Channel.KIND, NAMES);
    this.kinds = parts.alerts().channels();
    this.endpoints = new Endpoints(kinds.shared(), kinds);
    this.deliveries = new Deliveries(parts);
    this.places = parts.alerts().places();
    this.trials = new Trials(parts);
    this.sender = parts.alerts().sender();
    this.publicUrl = parts.tenancy().publicUrl();
  }

  @Override
  List<Operation> operations() {
    List<Operation> all = new ArrayList<>(super.operations());
    all.add(
        Operation.get(
            "listChannelDeliveries",
            NAMES.pathOfOne() + "/deliveries",
            Operation.needs(Role.VIEWER),
            request -> deliveries.list(request, one(request).id())));
    all.add(Operation.order("testChannel", NAMES.pathOfOne() + "/test", configures(), this::test));
    return all;
  }

  @Override
  Channel read(ApiRequest request, JsonNode body, @Nullable Channel before) {
    return read(body);
  }

  Channel read(JsonNode body) {
    Input input = Input.of(body);
    List.of("id", "place", "health", "createdAt").forEach(input::node);
    String name = Fields.name(input, "name");
    Endpoint endpoint = endpoints.read(input, body);
    input.finish();
    return new Channel(name, endpoint);
  }

  @Override
  ObjectNode configured(Channel channel) {
    ObjectNode json = Json.object().put("name", channel.name());
    json.setAll(endpoints.json(channel.endpoint()));
    return json;
  }

  @Override
  ObjectNode json(Item<Channel> item, ApiRequest request) {
    ObjectNode json =
        super.json(item, request).put("place", endpoints.place(item.content().endpoint()));
    return json.set("health", deliveries.health(item.organization(), item.id()));
  }

  @Override
  ObjectNode patched(Channel before, JsonNode patch) {
    return endpoints.patched(configured(before), before.endpoint(), patch);
  }

  @Override
  JsonNode completed(Channel before, JsonNode body) {
    return endpoints.completed(before.endpoint(), body);
  }

  private CompletionStage<HttpResponse> test(ApiRequest request) {
    Item<Channel> channel = one(request);
    return test(channel.id(), channel.content().endpoint(), found.organization(request))
        .thenApply(outcome -> Json.response(200, Endpoints.json(outcome)));
  }

  /**
   * Sends a message that says that it is a test. One that arrives shows that others would too; it
   * fails where there were too many.
   *
   * @param place the channel's or contact method's id
   */
  CompletionStage<Outcome> test(UUID place, Endpoint endpoint, Organization organization) {
    if (kinds.byType(endpoint.type()).filter(ChannelKind::isForOnePerson).isPresent()) {
      return CompletableFuture.failedStage(
          new ConflictException("Messages of this kind go to people alone, by their own ways."));
    }
    Message message =
        new Message(
            Ids.create(),
            Message.Kind.TEST,
            organization.name(),
            List.of(),
            0,
            null,
            publicUrl,
            false);
    return trials
        .send(
            organization.id(),
            place,
            endpoint,
            message.kind(),
            () -> sender.send(endpoint, message))
        .whenComplete(
            (outcome, defect) -> {
              if (outcome instanceof Outcome.Delivered) {
                places.watch().tried(organization.id(), place, outcome, time.instant());
              }
            });
  }
}
