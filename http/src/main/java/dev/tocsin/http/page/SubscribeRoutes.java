package dev.tocsin.http.page;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.subscriber.SubscriberLinks.Purpose;
import dev.tocsin.subscriber.Subscriptions;
import dev.tocsin.tenancy.access.ThrottledException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;

/**
 * Where visitors of a status page ask to be told, and what the links in letters lead to. Nobody
 * signs in for it, and nobody learns who is told: whatever address is entered, the answer is the
 * same. Whatever looks into a letter box may load the links; only what is posted does something.
 */
final class SubscribeRoutes extends AllDirectives {
  static final String PATH = "subscribe";

  private static final int ASKS = 20;
  private static final Duration ASKS_WITHIN = Duration.ofMinutes(10);
  private static final long LARGEST = 16_384;

  private final Answers answers;
  private final Notices notices;
  private final Forms forms;
  private final NodeConfiguration configuration;
  private final Subscriptions subscriptions;
  private final ClientAddress addresses;
  private final AnswerLimit asks;
  private final AnswerLimit presses;
  private final Executor blocking;
  private final InstantSource time;

  SubscribeRoutes(
      Answers answers, Notices notices, Forms forms, ApiParts parts, ClientAddress addresses) {
    this.answers = answers;
    this.notices = notices;
    this.forms = forms;
    this.configuration = parts.configuration();
    this.subscriptions = parts.subscriptions();
    this.addresses = addresses;
    this.asks = new AnswerLimit(ASKS, ASKS_WITHIN, parts.time());
    this.presses = new AnswerLimit(parts.time());
    this.blocking = parts.blocking();
    this.time = parts.time();
  }

  Route route() {
    return concat(
        path(
            segment("status").slash(segment()).slash(PATH),
            slug ->
                concat(
                    read(request -> asking(slug)),
                    post(() -> forms.read((request, form) -> ask(request, slug, form))))),
        path(
            segment(Purpose.CONFIRM.path()).slash(segment()),
            token -> concat(read(request -> confirming(token)), posted(() -> confirm(token)))),
        path(
            segment(Purpose.MANAGE.path()).slash(segment()),
            token ->
                concat(
                    read(request -> managing(token)),
                    post(() -> forms.read((request, form) -> choose(request, token, form))))),
        path(
            segment(Purpose.UNSUBSCRIBE.path()).slash(segment()),
            token -> concat(read(request -> leaving(token)), posted(() -> leave(token)))));
  }

  private Route read(Function<HttpRequest, CompletionStage<HttpResponse>> page) {
    return concat(
        get(() -> answers.to(request -> page.apply(request).thenApply(SubscribeRoutes::unlisted))),
        head(
            () -> answers.to(request -> page.apply(request).thenApply(SubscribeRoutes::unlisted))));
  }

  /**
   * By whoever has the link: a person's browser, a program that was asked, or what runs the letter
   * box (RFC 8058), which sends no cookie, may say anything in its body, and does it for very many
   * people.
   */
  private Route posted(Supplier<CompletionStage<HttpResponse>> deed) {
    return post(
        () ->
            withSizeLimit(
                LARGEST,
                () ->
                    entity(
                        Unmarshaller.entityToByteString(),
                        ignored ->
                            answers.to(
                                request -> deed.get().thenApply(SubscribeRoutes::unlisted)))));
  }

  private CompletionStage<HttpResponse> limited(
      HttpRequest request, AnswerLimit limit, Supplier<CompletionStage<HttpResponse>> deed) {
    try {
      limit.count(addresses.of(request));
    } catch (ThrottledException tooOften) {
      return Inside.done(notices.tooOften(tooOften.retryAfter()));
    }
    return deed.get();
  }

  private CompletionStage<HttpResponse> asking(String slug) {
    return ofPublic(slug, page -> Inside.done(form(page, FormView.empty(Map.of()), 200)));
  }

  private HttpResponse form(StatusPageConfig page, FormView form, int status) {
    return answers.html(
        StatusCodes.get(status),
        "status/subscribe.jte",
        Map.of("view", view(page, home(page) + "/" + PATH, form)));
  }

  private SubscribeView view(StatusPageConfig page, String action, FormView form) {
    return new SubscribeView(
        page.name(),
        home(page),
        action,
        subscriptions.destinations().isOpen(Destination.Kind.EMAIL),
        page.components().stream()
            .map(component -> new SubscribeView.Component(field(component.id()), component.name()))
            .toList(),
        form);
  }

  private static String home(StatusPageConfig page) {
    return "/status/" + page.slug();
  }

  private static String field(ComponentId component) {
    return "component-" + component;
  }

  private CompletionStage<HttpResponse> ask(
      HttpRequest request, String slug, Map<String, String> form) {
    return ofPublic(slug, page -> limited(request, asks, () -> ask(page, form)))
        .thenApply(SubscribeRoutes::unlisted);
  }

  private CompletionStage<HttpResponse> ask(StatusPageConfig page, Map<String, String> form) {
    Destination to;
    try {
      Input input = Input.of(typed(form));
      to = subscriptions.destinations().read(input);
      input.finish();
    } catch (InvalidInputException wrong) {
      return Inside.done(form(page, new FormView(form, wrong.errors()), 422));
    }
    Subscriber wanted =
        new Subscriber(
            page.organization(),
            page.id(),
            SubscriberId.create(),
            to,
            chosen(page, form),
            time.instant(),
            null);
    return CompletableFuture.runAsync(
            () -> subscriptions.store().ask(wanted, null, time.instant()), blocking)
        .thenApply(
            asked -> {
              subscriptions.hint().run();
              return said(page.name(), home(page), "Look there to confirm it.", sent(to));
            })
        .exceptionally(
            failure -> {
              if (Answers.cause(failure) instanceof ThrottledException tooMany) {
                return notices.tooOften(tooMany.retryAfter());
              }
              throw new CompletionException(Answers.cause(failure));
            });
  }

  private static ObjectNode typed(Map<String, String> form) {
    ObjectNode json = Json.object();
    for (String field : List.of("type", "address", "url")) {
      String value = form.getOrDefault(field, "").strip();
      if (!value.isEmpty()) {
        json.put(field, value);
      }
    }
    String type = json.path("type").asText("email").toLowerCase(Locale.ROOT);
    // the form has a field for each, and one of them is meant
    json.remove("email".equals(type) ? "url" : "address");
    return json;
  }

  private static List<ComponentId> chosen(StatusPageConfig page, Map<String, String> form) {
    return page.components().stream()
        .map(StatusPageConfig.Component::id)
        .filter(component -> form.containsKey(field(component)))
        .toList();
  }

  private static String sent(Destination to) {
    return switch (to.kind()) {
      case EMAIL ->
          "We have sent a mail to "
              + to.address()
              + ". It has a link that confirms it, which is good for a day. If none comes, the"
              + " address may have a mistake in it, or was entered several times today.";
      case WEBHOOK ->
          "We post a question to that address. It has the address that confirms it, to which the"
              + " program or its owner posts within a day.";
      case SLACK -> "We post a question to that channel. Somebody there confirms it within a day.";
    };
  }

  private CompletionStage<HttpResponse> confirming(String token) {
    return known(
        Purpose.CONFIRM,
        token,
        subscriber ->
            withPage(
                subscriber,
                page ->
                    subscriber.isConfirmed()
                        ? confirmed(subscriber, page)
                        : button(
                            page,
                            "Shall we tell you of " + page.name() + "?",
                            "You are told of incidents, and can end it with every message.",
                            "/" + Purpose.CONFIRM.path() + "/" + token,
                            "Confirm")));
  }

  private HttpResponse confirmed(Subscriber subscriber, StatusPageConfig page) {
    return answers.html(
        StatusCodes.OK,
        "status/said.jte",
        Map.of(
            "page",
            page.name(),
            "home",
            home(page),
            "sentence",
            "You are told of " + page.name() + ".",
            "more",
            "When something happens, we write. Every message has a link that ends it.",
            "action",
            "/"
                + Purpose.MANAGE.path()
                + "/"
                + subscriptions.links().token(Purpose.MANAGE, subscriber.id()),
            "link",
            "Change what you are told"));
  }

  private CompletionStage<HttpResponse> confirm(String token) {
    return known(
        Purpose.CONFIRM,
        token,
        subscriber ->
            isHidden(subscriber)
                ? Inside.done(hidden(subscriber))
                : stored(() -> subscriptions.store().confirm(subscriber.id(), time.instant()))
                    .thenApply(
                        isConfirmed ->
                            isConfirmed
                                ? Answers.seeOther("/" + Purpose.CONFIRM.path() + "/" + token)
                                : over()));
  }

  private CompletionStage<HttpResponse> managing(String token) {
    return known(
        Purpose.MANAGE,
        token,
        subscriber -> withPage(subscriber, page -> manage(subscriber, page, token)));
  }

  private HttpResponse manage(Subscriber subscriber, StatusPageConfig page, String token) {
    Map<String, String> values = new HashMap<>();
    subscriber.components().forEach(component -> values.put(field(component), "on"));
    return answers.html(
        StatusCodes.OK,
        "status/subscription.jte",
        Map.of(
            "view",
            view(page, "/" + Purpose.MANAGE.path() + "/" + token, FormView.empty(values)),
            "address",
            Shown.place(subscriber.to()),
            "leave",
            "/"
                + Purpose.UNSUBSCRIBE.path()
                + "/"
                + subscriptions.links().token(Purpose.UNSUBSCRIBE, subscriber.id())));
  }

  private CompletionStage<HttpResponse> choose(
      HttpRequest request, String token, Map<String, String> form) {
    return limited(
            request,
            presses,
            () ->
                known(
                    Purpose.MANAGE,
                    token,
                    subscriber ->
                        switch (configuration.page(subscriber.organization(), subscriber.page())) {
                          case Lookup.Found<StatusPageConfig>(StatusPageConfig page)
                              when !isPublic(page) ->
                              Inside.done(hidden(subscriber));
                          case Lookup.Found<StatusPageConfig>(StatusPageConfig page) ->
                              stored(
                                      () ->
                                          subscriptions
                                              .store()
                                              .choose(subscriber.id(), chosen(page, form)))
                                  .thenApply(isThere -> isThere ? kept(page, form, token) : over());
                          case Lookup.Unknown<StatusPageConfig>() ->
                              Inside.done(notices.noStatusPage());
                          case Lookup.Incomplete<StatusPageConfig>() ->
                              Inside.done(notices.notYet());
                        }))
        .thenApply(SubscribeRoutes::unlisted);
  }

  private HttpResponse kept(StatusPageConfig page, Map<String, String> form, String token) {
    int many = chosen(page, form).size();
    String told = many == 0 ? "all of it" : many == 1 ? "one component" : many + " components";
    return answers.html(
        StatusCodes.OK,
        "status/said.jte",
        Map.of(
            "page",
            page.name(),
            "home",
            home(page),
            "sentence",
            "That is kept.",
            "more",
            "You are told of " + told + ", and of what concerns the page as a whole.",
            "action",
            "/" + Purpose.MANAGE.path() + "/" + token,
            "link",
            "Change it again"));
  }

  private CompletionStage<HttpResponse> leaving(String token) {
    return subscriptions
        .links()
        .read(Purpose.UNSUBSCRIBE, token)
        .map(
            id ->
                stored(() -> subscriptions.store().find(id))
                    .thenApply(
                        found ->
                            found
                                .map(
                                    subscriber ->
                                        withPageOr(
                                            subscriber,
                                            page ->
                                                button(
                                                    page,
                                                    "Shall we stop telling you of "
                                                        + page.name()
                                                        + "?",
                                                    "Your address is forgotten at once.",
                                                    "/" + Purpose.UNSUBSCRIBE.path() + "/" + token,
                                                    "Unsubscribe")))
                                .orElseGet(this::left)))
        .orElseGet(() -> Inside.done(over()));
  }

  /** Again is the same: whoever posts twice has left. */
  private CompletionStage<HttpResponse> leave(String token) {
    return subscriptions
        .links()
        .read(Purpose.UNSUBSCRIBE, token)
        .map(id -> stored(() -> subscriptions.store().leave(id)).thenApply(wasThere -> left()))
        .orElseGet(() -> Inside.done(over()));
  }

  private HttpResponse left() {
    return notices.told(200, "You are not told any more.", "Your address is forgotten.");
  }

  private HttpResponse over() {
    return notices.told(
        404,
        "This link is not good any more.",
        "It was good for a day, or what it is about has ended. Enter your address on the status"
            + " page once more to get another one.");
  }

  private HttpResponse button(
      StatusPageConfig page, String sentence, String more, String action, String label) {
    return answers.html(
        StatusCodes.OK,
        "status/said.jte",
        Map.of(
            "page",
            page.name(),
            "home",
            home(page),
            "sentence",
            sentence,
            "more",
            more,
            "action",
            action,
            "button",
            label));
  }

  private HttpResponse said(String page, String home, String sentence, String more) {
    return answers.html(
        StatusCodes.OK,
        "status/said.jte",
        Map.of("page", page, "home", home, "sentence", sentence, "more", more));
  }

  private interface OfSubscriber {
    CompletionStage<HttpResponse> answer(Subscriber subscriber);
  }

  private CompletionStage<HttpResponse> known(Purpose purpose, String token, OfSubscriber then) {
    Optional<SubscriberId> id = subscriptions.links().read(purpose, token);
    return id.isEmpty()
        ? Inside.done(over())
        : stored(() -> subscriptions.store().find(id.get()))
            .thenCompose(found -> found.map(then::answer).orElseGet(() -> Inside.done(over())));
  }

  private CompletionStage<HttpResponse> withPage(
      Subscriber subscriber, Function<StatusPageConfig, HttpResponse> then) {
    return Inside.done(withPageOr(subscriber, then));
  }

  private HttpResponse withPageOr(
      Subscriber subscriber, Function<StatusPageConfig, HttpResponse> then) {
    return switch (configuration.page(subscriber.organization(), subscriber.page())) {
      case Lookup.Found<StatusPageConfig>(StatusPageConfig page) ->
          isPublic(page) ? then.apply(page) : hidden(subscriber);
      case Lookup.Unknown<StatusPageConfig>() -> notices.noStatusPage();
      case Lookup.Incomplete<StatusPageConfig>() -> notices.notYet();
    };
  }

  private boolean isHidden(Subscriber subscriber) {
    return configuration.page(subscriber.organization(), subscriber.page())
            instanceof Lookup.Found<StatusPageConfig>(StatusPageConfig page)
        && !isPublic(page);
  }

  private static boolean isPublic(StatusPageConfig page) {
    return page.visibility() == StatusPageConfig.Visibility.PUBLIC;
  }

  /** A page that was public once: its subscribers may leave, and learn nothing more of it. */
  private HttpResponse hidden(Subscriber subscriber) {
    return answers.html(
        StatusCodes.NOT_FOUND,
        "status/hidden.jte",
        Map.of(
            "leave",
            "/"
                + Purpose.UNSUBSCRIBE.path()
                + "/"
                + subscriptions.links().token(Purpose.UNSUBSCRIBE, subscriber.id())));
  }

  /** A private page is no page here, for members too: nobody is told of it. */
  private CompletionStage<HttpResponse> ofPublic(
      String slug, Function<StatusPageConfig, CompletionStage<HttpResponse>> then) {
    return switch (configuration.pageBySlug(slug)) {
      case Lookup.Found<StatusPageConfig>(StatusPageConfig page) when isPublic(page) ->
          then.apply(page);
      case Lookup.Found<StatusPageConfig>(StatusPageConfig ofMembers) ->
          Inside.done(notices.noStatusPage());
      case Lookup.Unknown<StatusPageConfig>() -> Inside.done(notices.noStatusPage());
      case Lookup.Incomplete<StatusPageConfig>() -> Inside.done(notices.notYet());
    };
  }

  /** Fails with {@link StoreUnavailableException} where the store is away. */
  private <T> CompletionStage<T> stored(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, blocking);
  }

  private static HttpResponse unlisted(HttpResponse page) {
    return page.addHeader(RawHeader.create("X-Robots-Tag", "noindex, nofollow"));
  }

  /** Where somebody is told, as they may read it. */
  static final class Shown {
    private Shown() {}

    /** Of an address that is a secret the host alone. */
    static String place(Destination to) {
      return switch (to.kind()) {
        case EMAIL -> to.address();
        case WEBHOOK, SLACK -> URI.create(to.address()).getHost();
      };
    }
  }
}
