package dev.tocsin.app.browser;

import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Organizations to look at, made through the API. What is said to be up is set so by hand. */
final class Sample {
  private static final List<String> QUIET =
      List.of(
          "address-book",
          "api-docs",
          "auth",
          "billing-webhooks",
          "customs-forms",
          "dashboard",
          "eu-edge",
          "fuel-surcharges",
          "image-proxy",
          "labels-api-west",
          "mail-relay",
          "manifest-builder",
          "parcel-shop-finder",
          "pickup-points",
          "postcode-lookup",
          "quotes",
          "rates-api",
          "returns-portal",
          "search",
          "shop-plugin",
          "sorting-centre-bridge",
          "sso",
          "support-desk",
          "translations",
          "webhooks");
  private static final String LONG =
      "legacy-soap-interface-for-customers-who-signed-before-2019-and-have-not-moved-to-rest-yet";

  private Sample() {}

  /** Thirty monitors and more: some down, one degraded, one paused, one that was never checked. */
  static void busy(ApiClient owner) {
    owner.patch("/organization", Map.of("name", "Harbourline")).expect(200);
    List<String> up = new ArrayList<>();
    for (String name : QUIET) {
      up.add(manual(owner, name, "up", "Set up."));
    }
    String labels =
        manual(owner, "labels-api", "down", "503 Service Unavailable, expected 200-299.");
    String legacy =
        manual(
            owner,
            LONG,
            "down",
            "The certificate of legacy.harbourline.example is signed by nobody whom this machine"
                + " trusts (unable to find a valid certification path to the requested target).");
    String printing =
        manual(owner, "label-printing", "degraded", "Answered in 1.92 s, above its limit.");
    String paused = manual(owner, "nightly-ledger-export", "up", "Set up.");
    owner.post("/monitors/" + paused + "/pause").expect(200);
    String pending = created(owner, "/monitors", Map.of("name", "tracking-api", "type", "manual"));

    String page = page(owner, "harbourline", "Harbourline");
    String api = group(owner, page, "API");
    component(owner, page, api, "Labels", "Creating and printing labels", labels, up.getFirst());
    component(owner, page, api, "Rates", "", up.get(16));
    component(owner, page, api, "Webhooks", "Events that are sent to your systems", up.getLast());
    String apps = group(owner, page, "Apps");
    component(owner, page, apps, "Dashboard", "", up.get(5));
    component(owner, page, apps, "Label printing", "The printer’s own connection", printing);
    component(owner, page, apps, "Tracking", "", pending);
    component(owner, page, apps, "Ledger", "Made every night at 02:00 UTC", paused);
    component(
        owner,
        page,
        null,
        "Legacy SOAP interface for customers who signed before 2019",
        "It is kept until the last of them has moved, which was meant to be in 2024",
        legacy);
    String staff = created(owner, "/status-pages", privatePage());
    component(owner, staff, null, "Single sign-on", "", up.get(21));
  }

  /** The id of a monitor. */
  static String named(ApiClient owner, String name) {
    for (var each : owner.get("/monitors?limit=200").expect(200).json().get("items")) {
      if (each.get("name").asText().equals(name)) {
        return each.get("id").asText();
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** A monitor that is really checked, and has been. */
  static String checked(ApiClient owner, URI target) {
    String id =
        created(
            owner,
            "/monitors",
            Map.of(
                "name",
                "this Tocsin",
                "type",
                "http",
                "tags",
                List.of("inside", "health"),
                "http",
                Map.of("url", target.toString())));
    for (int each = 0; each < 5; each++) {
      owner.post("/monitors/" + id + "/check").expect(200);
    }
    return id;
  }

  /** A heartbeat that somebody has called. */
  static String awaited(ApiClient owner) {
    return created(
        owner,
        "/monitors",
        Map.of("name", "nightly backup", "type", "heartbeat", "heartbeat", Map.of("period", "1d")));
  }

  /** More than one page shows, and none of them has a result yet. */
  static void many(ApiClient owner) {
    for (int each = 1; each <= 120; each++) {
      created(owner, "/monitors", Map.of("name", "shard-" + each, "type", "manual"));
    }
  }

  /**
   * Colleagues, one who has not come yet, a token.
   *
   * @return the session of a viewer, who has an organization of their own as well
   */
  static String people(ApiClient nobody, ApiClient owner) {
    colleagues(nobody, owner);
    created(owner, "/invitations", Map.of("email", "soon@harbourline.example", "role", "admin"));
    created(owner, "/tokens", Map.of("name", "deploys", "role", "responder"));
    nobody
        .post(
            "/sign-up",
            Map.of(
                "organization",
                "Somebody's Own",
                "email",
                "viewer@example.com",
                "password",
                RunningNode.PASSWORD))
        .expect(201);
    return join(nobody, owner, "viewer@example.com", null, "viewer");
  }

  /** The owner has a name, and two people beside them. */
  static void colleagues(ApiClient nobody, ApiClient owner) {
    owner.patch("/profile", Map.of("name", "Mara Lind", "timeZone", "Europe/Berlin")).expect(200);
    join(nobody, owner, "jonas.weber@harbourline.example", "Jonas Weber", "admin");
    join(
        nobody,
        owner,
        "somebody.with.a.rather.long.address@subsidiary.harbourline.example",
        "Aleksandra Wiśniewska-Brzęczyszczykiewicz of the night shift",
        "responder");
  }

  /** Somebody takes an invitation; their session. */
  static String join(
      ApiClient nobody, ApiClient owner, String email, @Nullable String name, String role) {
    String url =
        owner.post("/invitations", Map.of("email", email, "role", role)).expect(201).text("url");
    Map<String, String> form = new HashMap<>();
    form.put("token", url.replaceAll(".*token=", ""));
    form.put("password", RunningNode.PASSWORD);
    if (name != null) {
      form.put("name", name);
    }
    return nobody.post("/invitations/accept", form).expect(201).text("token");
  }

  /** Three monitors, and all is well. */
  static void calm(ApiClient owner) {
    String page = page(owner, "calm", "Calm Company");
    for (String name : List.of("Shop", "Search", "Help centre")) {
      component(owner, page, null, name, "", manual(owner, name, "up", "Set up."));
    }
  }

  static String page(ApiClient owner, String slug, String name) {
    return created(owner, "/status-pages", Map.of("slug", slug, "name", name));
  }

  private static Map<String, String> privatePage() {
    return Map.of("slug", "staff", "name", "Inside Harbourline", "visibility", "private");
  }

  private static String group(ApiClient owner, String page, String name) {
    return created(owner, "/status-pages/" + page + "/groups", Map.of("name", name));
  }

  private static void component(
      ApiClient owner,
      String page,
      @Nullable String group,
      String name,
      String description,
      String... monitors) {
    Map<String, Object> component = new HashMap<>();
    component.put("name", name);
    component.put("monitorIds", List.of(monitors));
    if (group != null) {
      component.put("groupId", group);
    }
    if (!description.isEmpty()) {
      component.put("description", description);
    }
    created(owner, "/status-pages/" + page + "/components", component);
  }

  private static String manual(ApiClient owner, String name, String status, String message) {
    String id = created(owner, "/monitors", Map.of("name", name, "type", "manual"));
    owner
        .post("/monitors/" + id + "/state", Map.of("status", status, "message", message))
        .expect(200);
    return id;
  }

  private static String created(ApiClient owner, String path, Map<String, ?> body) {
    return owner.post(path, body).expect(201).text("id");
  }
}
