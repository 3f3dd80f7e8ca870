package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.ContactCodes;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.Verification;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The ways to reach a person, and how one is shown to be theirs. */
final class ContactMethodApi extends ItemApi<ContactMethod> {
  private static final Names NAMES =
      new Names("/users/{id}/contact-methods", "methodId", "ContactMethod", "ContactMethods");
  static final int MOST_OF_A_PERSON = 20;

  private final Endpoints endpoints;
  private final Verification verification;
  private final Deliveries deliveries;
  private final Trials trials;

  ContactMethodApi(ApiParts parts) {
    super(parts, ContactMethod.KIND, NAMES);
    this.endpoints = new Endpoints(parts.alerts().channels());
    this.verification = parts.alerts().verification();
    this.deliveries = new Deliveries(parts);
    this.trials = new Trials(parts);
  }

  @Override
  List<Operation> operations() {
    String one = NAMES.pathOfOne();
    List<Operation> all = new ArrayList<>(super.operations());
    all.add(
        Operation.get(
            "listContactMethodDeliveries",
            one + "/deliveries",
            configures(),
            request -> deliveries.list(request, one(request).id())));
    all.add(Operation.order("verifyContactMethod", one + "/verify", configures(), this::verify));
    all.add(Operation.post("confirmContactMethod", one + "/confirm", configures(), this::confirm));
    return all;
  }

  @Override
  Operation.Access configures() {
    return Operation.SELF;
  }

  @Override
  void check(ApiRequest request) {
    found.person(request);
  }

  @Override
  boolean isMeant(Item<ContactMethod> item, ApiRequest request) {
    return item.content().user().equals(person(request));
  }

  @Override
  String purpose(ApiRequest request) {
    return super.purpose(request) + " " + person(request);
  }

  @Override
  int most() {
    return MOST_OF_A_PERSON;
  }

  private static UserId person(ApiRequest request) {
    return new UserId(request.id("id"));
  }

  @Override
  ContactMethod read(ApiRequest request, JsonNode body, @Nullable ContactMethod before) {
    return read(person(request), body, before);
  }

  ContactMethod read(UserId person, JsonNode body, @Nullable ContactMethod before) {
    Input input = Input.of(body);
    List.of("id", "place", "verifiedAt", "health", "createdAt").forEach(input::node);
    String name = Fields.name(input, "name");
    Endpoint endpoint = endpoints.read(input, body);
    input.finish();
    Instant verifiedAt =
        before != null && before.endpoint().equals(endpoint) ? before.verifiedAt() : null;
    return new ContactMethod(name, person, endpoint, verifiedAt);
  }

  @Override
  ObjectNode configured(ContactMethod method) {
    ObjectNode json = Json.object().put("name", method.name());
    json.setAll(endpoints.json(method.endpoint()));
    return json;
  }

  /** Others see what kind of way it is and where it leads, and no more. */
  @Override
  ObjectNode json(Item<ContactMethod> item, ApiRequest request) {
    ContactMethod method = item.content();
    Instant verifiedAt = method.verifiedAt();
    boolean isSelf = Operation.isSelf(request.caller(), request.path());
    ObjectNode json =
        isSelf
            ? super.json(item, request)
            : Json.object()
                .put("id", item.id().toString())
                .put("name", method.name())
                .put("type", method.endpoint().type())
                .put("createdAt", Json.time(item.createdAt()));
    json.put("place", endpoints.place(method.endpoint()))
        .put("verifiedAt", verifiedAt == null ? null : Json.time(verifiedAt));
    return isSelf ? json.set("health", deliveries.health(item.organization(), item.id())) : json;
  }

  @Override
  ObjectNode patched(ContactMethod before, JsonNode patch) {
    return endpoints.patched(configured(before), before.endpoint(), patch);
  }

  @Override
  JsonNode completed(ContactMethod before, JsonNode body) {
    return endpoints.completed(before.endpoint(), body);
  }

  private CompletionStage<HttpResponse> verify(ApiRequest request) {
    return verify(one(request), found.organization(request))
        .thenApply(outcome -> Json.response(200, Endpoints.json(outcome)));
  }

  /** Sends a code; fails with a conflict where there is nothing left to show. */
  CompletionStage<Outcome> verify(Item<ContactMethod> method, Organization organization) {
    if (method.content().isVerified()) {
      return CompletableFuture.failedStage(new ConflictException("It is verified already."));
    }
    return trials.send(
        organization.id(),
        method.id(),
        method.content().endpoint(),
        Message.Kind.VERIFICATION,
        () -> verification.send(method, organization));
  }

  private CompletionStage<HttpResponse> confirm(ApiRequest request) {
    Item<ContactMethod> method = one(request);
    if (!Author.user(person(request)).equals(request.author())) {
      throw new ConflictException(
          "Only the person whom it reaches can confirm it, signed in and not by a token");
    }
    return confirm(method, request.input(), request.author())
        .thenApply(stored -> Json.response(200, json(stored, request)));
  }

  /**
   * @throws InvalidInputException where there is no code in the input
   */
  CompletionStage<Item<ContactMethod>> confirm(Item<ContactMethod> method, Input input, Author by) {
    String code = input.text("code", 6);
    input.check(code.isEmpty() || Verification.hasForm(code), "code", "It must be of six digits.");
    input.finish();
    return verification.judge(method, code).thenCompose(verdict -> confirmed(method, verdict, by));
  }

  private CompletionStage<Item<ContactMethod>> confirmed(
      Item<ContactMethod> method, ContactCodes.Verdict verdict, Author by) {
    return switch (verdict) {
      case RIGHT -> {
        Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        yield writer.updateItem(method.with(method.content().verified(now)), method.revision(), by);
      }
      case WRONG ->
          CompletableFuture.failedStage(
              new InvalidInputException("code", "It is not the code that was sent last."));
      case NONE ->
          CompletableFuture.failedStage(
              new ConflictException(
                  "There is no code to compare it with: none was sent, it is older than 15 minutes,"
                      + " or it was guessed at too often. Have a new one sent."));
    };
  }
}
