package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.Fields;
import dev.tocsin.http.api.ProfileApi;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.Session;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.access.Passwords;
import dev.tocsin.tenancy.access.Profiles;
import dev.tocsin.tenancy.access.SignIn;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What people see and change of themselves. */
final class ProfilePages {
  private static final String HERE = "/profile";

  private final Inside inside;
  private final Notices notices;
  private final Profiles profiles;
  private final ConfigurationWriter writer;
  private final SignIn signIn;
  private final ClientAddress addresses;
  private final NodeConfiguration configuration;
  private final InstantSource time;

  ProfilePages(Inside inside, Notices notices, ApiParts parts, ClientAddress addresses) {
    this.inside = inside;
    this.notices = notices;
    this.profiles = parts.tenancy().profiles();
    this.writer = parts.writer();
    this.signIn = parts.tenancy().signIn();
    this.addresses = addresses;
    this.configuration = parts.configuration();
    this.time = parts.time();
  }

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    String said =
        switch (request.getUri().query().get("done").orElse("")) {
          case "password" -> "Your password is changed. All your other sessions have ended.";
          case "others" -> "All your other sessions have ended.";
          default -> null;
        };
    return shown(visitor, 200, about(visitor.user()), FormView.empty(Map.of()), said);
  }

  CompletionStage<HttpResponse> change(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    String name;
    ZoneId zone;
    try {
      Input input = TenancyEntrance.input(form, "name", "timeZone");
      name = input.optionalText("name", Fields.LONGEST_NAME).orElse(null);
      zone = input.timeZone("timeZone").orElse(null);
      input.finish();
    } catch (InvalidInputException wrong) {
      return again(visitor, form, wrong);
    }
    return profiles
        .change(visitor.user(), Inside.session(visitor), stored -> stored.changed(name, zone))
        .thenCompose(after -> ProfileApi.announced(writer, visitor.roles().keySet(), after))
        .handle(
            (changed, failure) ->
                failure == null
                    ? Inside.done(Answers.seeOther(HERE))
                    : again(visitor, form, failure))
        .thenCompose(answer -> answer);
  }

  private CompletionStage<HttpResponse> again(
      Visitor visitor, Map<String, String> form, Throwable failure) {
    Inside.Fault fault = Inside.fault(failure);
    return shown(
            visitor,
            fault.status(),
            new FormView(form, fault.errors()),
            FormView.empty(Map.of()),
            null)
        .thenApply(fault::on);
  }

  CompletionStage<HttpResponse> changePassword(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    String present;
    String wanted;
    try {
      Input input = TenancyEntrance.input(form, "present", "password");
      present = Fields.password(input, "present");
      wanted = Passwords.read(input, "password");
      input.finish();
    } catch (InvalidInputException wrong) {
      return refused(visitor, wrong);
    }
    return profiles
        .changePassword(visitor.user(), Inside.session(visitor), present, wanted, from(request))
        .handle(
            (changed, failure) -> {
              if (failure != null) {
                return refused(visitor, failure);
              }
              return changed
                  ? Inside.done(Answers.seeOther(HERE + "?done=password"))
                  : refused(
                      visitor, new InvalidInputException("present", ProfileApi.WRONG_PASSWORD));
            })
        .thenCompose(answer -> answer);
  }

  /** Passwords are never shown again. */
  private CompletionStage<HttpResponse> refused(Visitor visitor, Throwable failure) {
    Inside.Fault fault = Inside.fault(failure);
    List<FieldError> errors =
        fault.errors().stream()
            .map(
                error ->
                    error.field().isEmpty() ? new FieldError("present", error.message()) : error)
            .toList();
    return shown(
            visitor, fault.status(), about(visitor.user()), new FormView(Map.of(), errors), null)
        .thenApply(fault::on);
  }

  CompletionStage<HttpResponse> endOthers(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    return profiles
        .endOthers(visitor.user(), Inside.session(visitor))
        .thenApply(ended -> Answers.seeOther(HERE + "?done=others"));
  }

  CompletionStage<HttpResponse> end(String id, Visitor visitor, Map<String, String> form) {
    return Ids.parse(id)
        .map(
            known ->
                signIn
                    .end(visitor.user(), new SessionId(known))
                    // one that has ended meanwhile is gone as well
                    .thenApply(ended -> Answers.seeOther(HERE)))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private SignIn.From from(HttpRequest request) {
    return new SignIn.From(
        addresses.of(request), request.getHeader("User-Agent").map(HttpHeader::value).orElse(""));
  }

  private static FormView about(User user) {
    Map<String, String> values = new HashMap<>();
    if (user.name() != null) {
      values.put("name", user.name());
    }
    ZoneId zone = user.timeZone();
    if (zone != null) {
      values.put("timeZone", zone.getId());
    }
    return FormView.empty(values);
  }

  private CompletionStage<HttpResponse> shown(
      Visitor visitor, int status, FormView about, FormView password, @Nullable String said) {
    User user = visitor.user();
    return Answers.absentWhereAway(signIn.sessions(user))
        .thenApply(
            sessions ->
                inside.html(
                    status,
                    "people/profile.jte",
                    visitor,
                    Map.of(
                        "profile",
                        new ProfileView(
                            user.called(),
                            user.email().value(),
                            about,
                            password,
                            sessions.map(all -> lines(visitor, all)).orElse(null),
                            said))));
  }

  private List<ProfileView.Line> lines(Visitor visitor, List<Session> sessions) {
    Times times = Times.of(visitor, configuration, time.instant());
    SessionId current = Inside.session(visitor);
    return sessions.stream()
        .map(
            session ->
                new ProfileView.Line(
                    session.id().toString(),
                    Devices.words(session.client()),
                    session.address(),
                    times.time(session.createdAt()),
                    session.id().equals(current)))
        .toList();
  }
}
