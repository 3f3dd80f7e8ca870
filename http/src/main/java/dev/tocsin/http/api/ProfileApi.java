package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.http.Json;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.access.Passwords;
import dev.tocsin.tenancy.access.Profiles;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What people see and change of themselves. */
public final class ProfileApi {
  /** What is said of a password that should be one's own and is not. */
  public static final String WRONG_PASSWORD = "This is not your present password.";

  private final Profiles profiles;
  private final ConfigurationWriter writer;

  ProfileApi(ApiParts parts) {
    this.profiles = parts.tenancy().profiles();
    this.writer = parts.writer();
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("getProfile", "/profile", Operation.PERSON, this::get),
        Operation.patch("changeProfile", "/profile", Operation.PERSON, this::change),
        Operation.post(
            "changePassword", "/profile/password", Operation.PERSON, this::changePassword),
        Operation.delete("endOtherSessions", "/sessions", Operation.PERSON, this::endOthers));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return Answers.now(Json.response(200, json(request.user())));
  }

  private CompletionStage<HttpResponse> change(ApiRequest request) {
    User before = request.user();
    Input input = Fields.patched(json(before), request.body(), "id", "email", "createdAt");
    String name = input.optionalText("name", Fields.LONGEST_NAME).orElse(null);
    ZoneId zone = input.timeZone("timeZone").orElse(null);
    input.finish();
    boolean names = request.body().has("name");
    boolean zones = request.body().has("timeZone");
    return profiles
        .change(
            before,
            SessionApi.current(request),
            // this node may have read of the person before another one changed them
            stored ->
                stored.changed(names ? name : stored.name(), zones ? zone : stored.timeZone()))
        .thenCompose(after -> announced(writer, request.caller().roles().keySet(), after))
        .thenApply(after -> Json.response(200, json(after)));
  }

  /** The nodes learn what a person is called now. */
  public static CompletionStage<User> announced(
      ConfigurationWriter writer, Set<OrganizationId> organizations, User after) {
    CompletionStage<User> told = CompletableFuture.completedStage(after);
    for (OrganizationId organization : organizations) {
      told = told.thenCombine(writer.announceNewest(organization), (user, seen) -> user);
    }
    return told;
  }

  private CompletionStage<HttpResponse> changePassword(ApiRequest request) {
    Input input = request.input();
    String present = Fields.password(input, "password");
    String wanted = Passwords.read(input, "newPassword");
    input.finish();
    SessionId session = SessionApi.current(request);
    return profiles
        .changePassword(request.user(), session, present, wanted, request.from())
        .thenApply(
            changed -> {
              if (!changed) {
                throw new InvalidInputException("password", WRONG_PASSWORD);
              }
              return Json.noContent();
            });
  }

  private CompletionStage<HttpResponse> endOthers(ApiRequest request) {
    return profiles
        .endOthers(request.user(), SessionApi.current(request))
        .thenApply(ended -> Json.noContent());
  }

  private static ObjectNode json(User user) {
    ZoneId zone = user.timeZone();
    return Json.object()
        .put("id", user.id().toString())
        .put("email", user.email().value())
        .put("name", user.name())
        .put("timeZone", zone == null ? null : zone.getId())
        .put("createdAt", Json.time(user.createdAt()));
  }
}
