// Has this browser told of alerts: asks it for an address, keeps that as one of the person's ways,
// and shows by the code that was pushed that what is sent there arrives.
"use strict";
(() => {
  const WORKER = "/push-worker.js";
  const KEPT = "push-methods";
  const PATIENCE = 20_000;
  const panel = document.getElementById("push");
  if (!panel) {
    return;
  }
  const state = document.getElementById("push-state");
  const begin = document.getElementById("push-begin");
  const end = document.getElementById("push-end");
  const { key, person, csrf } = panel.dataset;
  const [token, organization] = csrf.split("."); // as forms have it
  const path = `/api/v1/users/${encodeURIComponent(person)}/contact-methods`;
  let awaited = null;
  let late = 0;

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) ?? {};
    } catch {
      return {};
    }
  }

  function keep(methods) {
    try {
      localStorage.setItem(KEPT, JSON.stringify(methods));
    } catch {
      // storage may be forbidden; then this page does not know its browser among the ways
    }
  }

  // the ways that are this browser, of those that the page lists
  function listed() {
    const methods = kept();
    return Object.keys(methods)
      .map((id) => ({ id, url: methods[id], row: document.getElementById(`way-${id}`) }))
      .filter(({ row }) => row);
  }

  function say(text) {
    state.textContent = text;
  }

  function offer(on) {
    begin.hidden = on;
    end.hidden = !on;
  }

  async function ask(method, address, body) {
    const answer = await fetch(address, {
      method,
      headers: {
        "Tocsin-CSRF": token,
        "Tocsin-Organization": organization,
        ...(body && { "Content-Type": "application/json" }),
      },
      body: body && JSON.stringify(body),
    });
    const said = answer.status === 204 ? null : await answer.json();
    if (!answer.ok) {
      throw new Error([said.detail, ...(said.errors ?? []).map(({ message }) => message)].join(" "));
    }
    return said;
  }

  function bytes(base64) {
    const text = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  }

  function base64(buffer) {
    return btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  }

  function isOfThisKey(subscription) {
    const own = subscription.options?.applicationServerKey;
    return !own || base64(own) === key;
  }

  function name() {
    const brands = navigator.userAgentData?.brands ?? [];
    const known = ["Google Chrome", "Microsoft Edge", "Opera", "Brave", "Chromium"];
    const agent = navigator.userAgent;
    const browser =
      known.find((each) => brands.some(({ brand }) => brand === each)) ??
      ["Firefox", "Edg", "Chrome", "Safari"].find((each) => agent.includes(each))?.replace(/^Edg$/, "Edge") ??
      "Browser";
    const system =
      navigator.userAgentData?.platform ||
      ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"].find((each) => agent.includes(each));
    return system ? `${browser} on ${system}` : browser;
  }

  async function subscription() {
    const registration = await navigator.serviceWorker.getRegistration("/");
    const found = await registration?.pushManager.getSubscription();
    return found && isOfThisKey(found) ? found : null;
  }

  async function subscribe() {
    await navigator.serviceWorker.register(WORKER, { scope: "/" });
    const registration = await navigator.serviceWorker.ready;
    const before = await registration.pushManager.getSubscription();
    if (before && !isOfThisKey(before)) {
      await before.unsubscribe(); // of another installation, or from before its key was changed
    }
    return registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(key),
    });
  }

  async function store(made) {
    const settings = {
      url: made.endpoint,
      p256dh: base64(made.getKey("p256dh")),
      auth: base64(made.getKey("auth")),
    };
    const [before] = listed();
    const method = before
      ? await ask("PATCH", `${path}/${before.id}`, settings)
      : await ask("POST", path, { name: name(), type: "webpush", ...settings });
    keep({ ...kept(), [method.id]: made.endpoint });
    return method;
  }

  async function verify(method) {
    awaited = method.id;
    say("Waiting for the first message. It shows that this browser can be reached.");
    const sent = await ask("POST", `${path}/${method.id}/verify`);
    if (sent.outcome !== "delivered") {
      throw new Error(`The first message was not taken: ${sent.reason}`);
    }
    clearTimeout(late);
    late = setTimeout(() => {
      say(
        "The first message has not come yet. It may take a minute; this page goes on by itself when it comes. Else have a code sent again below.",
      );
    }, PATIENCE);
  }

  async function turnOn() {
    if ((await Notification.requestPermission()) !== "granted") {
      await sayState();
      return;
    }
    say("Asking the browser for an address.");
    const method = await store(await subscribe());
    if (method.verifiedAt) {
      location.reload();
    } else {
      await verify(method);
    }
  }

  async function turnOff() {
    const methods = kept();
    for (const { id } of listed()) {
      await ask("DELETE", `${path}/${id}`);
      delete methods[id];
      keep(methods);
    }
    if (Object.keys(methods).length === 0) {
      await (await subscription())?.unsubscribe();
    }
    location.reload();
  }

  async function sayState() {
    if (!window.isSecureContext) {
      say("Off. Browsers take messages for pages that come over HTTPS only, and this one came over plain HTTP.");
      return;
    }
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
      say(
        "This browser cannot be told while no page is open. On an iPhone or iPad, add Tocsin to the home screen and open it there.",
      );
      return;
    }
    const ways = listed();
    offer(ways.length > 0);
    if (Notification.permission === "denied") {
      begin.hidden = true;
      say(
        "This browser refuses notifications of this site. Open the site’s settings (the icon left of the address), set Notifications to Allow, and load this page again.",
      );
      return;
    }
    const now = await subscription();
    const way = ways.find(({ url }) => url === now?.endpoint);
    if (!way) {
      offer(false);
      say(
        ways.length > 0
          ? "Off. This browser was told before, and has forgotten it. Turn it on again."
          : "Off. Alerts can come to this browser also while no page of Tocsin is open.",
      );
    } else if ("verified" in way.row.dataset) {
      say("On. Alerts come to this browser also while no page of Tocsin is open.");
    } else {
      awaited = way.id;
      begin.hidden = false;
      say("Almost on: the first message has not come. Have a code sent again below, or turn it on anew.");
    }
  }

  function guarded(deed) {
    return async () => {
      begin.disabled = end.disabled = true;
      try {
        await deed();
      } catch (failure) {
        say(failure.message);
      } finally {
        begin.disabled = end.disabled = false;
      }
    };
  }

  async function confirm(code) {
    if (awaited) {
      clearTimeout(late);
      await ask("POST", `${path}/${awaited}/confirm`, { code });
      location.reload();
    }
  }

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data?.code) {
        guarded(() => confirm(data.code))();
      }
    });
    navigator.serviceWorker.startMessages();
  }
  begin.addEventListener("click", guarded(turnOn));
  end.addEventListener("click", guarded(turnOff));
  guarded(sayState)();
  panel.hidden = false;
})();
