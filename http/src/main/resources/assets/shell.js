// What is the same on every page behind the sign-in: how many monitors are down in the side bar, the
// title and the icon, notices of what changes elsewhere, keys, and the command palette.
"use strict";
(() => {
  const { fragment, follow, watch, counted, main } = tocsin;
  const find = (id) => document.getElementById(id);
  const palette = find("palette");
  const toasts = find("toasts");
  if (!palette || !toasts) {
    return;
  }

  // Settings of this browser

  const KEY = "this-browser";
  const DEFAULTS = { severity: "all", alerts: "all", from: "", to: "", notify: false, keys: true };

  function settings() {
    try {
      return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY)) };
    } catch {
      return DEFAULTS; // storage may be forbidden
    }
  }

  // says whether it is kept
  function keep(changes) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...settings(), ...changes }));
      return true;
    } catch {
      return false;
    }
  }

  function isQuiet({ from, to }) {
    const now = new Date().toTimeString().slice(0, 5);
    return from <= to ? from <= now && now < to : now >= from || now < to;
  }

  Object.assign(tocsin, { settings, keep });

  // How many are down

  const icon = document.querySelector('link[rel="icon"]');
  const calm = icon?.href;

  function drawing(down) {
    const text = down > 99 ? "99+" : String(down);
    const width = 8.5 + 6.5 * text.length;
    return (
      "data:image/svg+xml," +
      encodeURIComponent(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#a8693a" d="M9.3 19.3h5.4a2.75 2.75 0 0 1-5.4 0ZM10.4 3.1a1.6 1.6 0 0 1 3.2 0c0 .4-.1.7-.3 1 2.9.5 4 2.9 4.3 6.1.3 3.1 1.1 5 3.1 6.5.4.3.2 1-.3 1H3.6c-.5 0-.7-.7-.3-1 2-1.5 2.8-3.4 3.1-6.5.3-3.2 1.4-5.6 4.3-6.1-.2-.3-.3-.6-.3-1Z"/><rect x="${24 - width}" y="8" width="${width}" height="16" rx="5" fill="#c4281f"/><text x="${24 - width / 2}" y="20.7" fill="#fff" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="13">${text}</text></svg>`)
    );
  }

  const counts = { down: 0, alerts: 0 };

  function put(name, number) {
    counts[name] = number;
    for (const count of document.querySelectorAll(`.side [data-count="${name}"]`)) {
      count.firstChild.data = String(number);
      count.hidden = number === 0;
    }
    // most alerts are of monitors that are down: none is counted twice
    const all = counts.down || counts.alerts;
    counted(all);
    if (icon) {
      icon.href = all > 0 ? drawing(all) : calm;
    }
  }

  const show = (down) => put("down", down);

  // the list of monitors reads what this would ask for itself, and says what it has read
  let isTold = false;
  document.addEventListener("tocsin:head", ({ detail }) => {
    isTold = true;
    show(detail);
  });

  async function recount() {
    const head = (await fragment("/monitors/head"))?.querySelector("[data-down]");
    if (head) {
      show(Number(head.dataset.down));
    }
  }

  let counting = 0;
  let countedAt = 0;

  // what comes within a moment is counted together, and a storm every two seconds
  function countSoon() {
    if (isTold) {
      return;
    }
    counting ||= setTimeout(
      () => {
        counting = 0;
        countedAt = Date.now();
        recount().catch(() => {}); // the connection is read anew when it is there again
      },
      Math.max(300, countedAt + 2_000 - Date.now()),
    );
  }

  async function recountAlerts() {
    const said = (await fragment("/alerts/count"))?.querySelector("[data-unanswered]");
    if (said) {
      put("alerts", Number(said.dataset.unanswered));
    }
  }

  for (const name of Object.keys(counts)) {
    put(name, Number(document.querySelector(`.side [data-count="${name}"]`)?.firstChild.data ?? 0));
  }

  // Notices

  const MOST = 3;
  const STAYS = 12;
  const WANTED = {
    down: ["down"],
    slow: ["down", "degraded"],
    all: ["down", "degraded", "up"],
    none: [],
  };
  const FOCUS = "focused";
  const left = new WeakMap();
  const waiting = new Map();
  let telling = 0;
  let back = null;

  function isShown(id) {
    return main?.dataset.monitor === id || find(`m-${id}`) !== null;
  }

  function close(toast) {
    const held = toast.contains(document.activeElement);
    const next = toast.nextElementSibling ?? toast.previousElementSibling;
    toast.remove();
    if (held) {
      (next?.querySelector("a") ?? back)?.focus();
    }
  }

  function hang(toast, stays = STAYS) {
    left.set(toast, stays);
    toasts.append(toast);
    const others = [...toasts.children].filter((each) => !each.contains(document.activeElement));
    others.slice(0, Math.max(0, toasts.children.length - MOST)).forEach((each) => each.remove());
  }

  // one of the page's own words
  function plain(style, sentence, more, stays) {
    const toast = find("toast-plain").content.firstElementChild.cloneNode(true);
    toast.querySelector("a").textContent = sentence;
    toast.querySelector("small").textContent = more;
    toast.querySelectorAll("[data-state]").forEach((each) => {
      each.toggleAttribute("hidden", each.dataset.state !== style);
    });
    hang(toast, stays);
    return toast;
  }

  function notify(toast, tag) {
    try {
      // another page of ours may have the focus, and say it
      const isSeen = Date.now() - localStorage.getItem(FOCUS) < 3_000;
      if (!settings().notify || isSeen || document.hasFocus() || Notification.permission !== "granted") {
        return;
      }
      const notice = new Notification(toast.querySelector("b").textContent, {
        body: toast.querySelector("small")?.textContent,
        icon: calm,
        tag,
      });
      notice.addEventListener("click", () => {
        window.focus();
        toast.querySelector("a").click();
      });
    } catch {
      // a phone's browser takes them from installed pages only
    }
  }

  async function tell(id) {
    const toast = (await fragment(`/monitors/${encodeURIComponent(id)}/toast`))?.querySelector(".toast");
    if (toast) {
      toasts.querySelector(`[data-monitor="${id}"]`)?.remove();
      hang(document.adoptNode(toast));
      notify(toast, id);
    }
  }

  function tellAll() {
    telling = 0;
    const all = [...waiting];
    waiting.clear();
    if (all.length <= MOST) {
      all.forEach(([id]) => tell(id).catch(() => {})); // the list says it, too
      return;
    }
    const down = all.filter(([, status]) => status === "down").length;
    const toast = down
      ? plain("down", `${down} monitors are down`, "They changed within a second.")
      : plain("", `${all.length} monitors changed`, "They changed within a second.");
    notify(toast, "many");
  }

  function changed({ id, status, was }) {
    countSoon();
    const now = settings();
    const isBack = status === "up" && (was === "down" || was === "degraded");
    const isNews = was !== undefined && (status !== "up" || isBack);
    if (status === "down" && Date.now() - alerted.get(id) < 10_000) {
      return; // its alert says so
    }
    if (!isNews || !WANTED[now.severity]?.includes(status) || isQuiet(now) || isShown(id)) {
      waiting.delete(id);
      return;
    }
    waiting.set(id, status);
    telling ||= setTimeout(tellAll, 700);
  }

  // Of a new alert, once; what a monitor's own notice would say is in it

  const GRAVE = { all: 4, error: 2, critical: 1, none: 0 };
  const SEVERITIES = ["critical", "error", "warning", "info"];
  const known = new Set();
  const alerted = new Map();
  let alertsSoon = 0;

  function raised({ id, code, state, since, severity, title, detail, snoozedUntil, monitorId }) {
    alertsSoon ||= setTimeout(() => {
      alertsSoon = 0;
      recountAlerts().catch(() => {}); // the connection is read anew when it is there again
    }, 700);
    const now = settings();
    const key = id + since;
    const isNew = !known.has(key) && Date.now() - Date.parse(since) < 120_000;
    known.add(key);
    if (state !== "triggered" || snoozedUntil || !isNew || isQuiet(now)
        || SEVERITIES.indexOf(severity) >= GRAVE[now.alerts] || main?.dataset.alert === id) {
      return;
    }
    if (severity === "critical") {
      find("urgent").textContent = `New critical alert: ${title}`;
    }
    if ("alerts" in (main?.dataset ?? {})) {
      return; // the list shows it
    }
    if (monitorId) {
      alerted.set(monitorId, Date.now());
      waiting.delete(monitorId);
      toasts.querySelector(`[data-monitor="${monitorId}"]`)?.remove();
    }
    const toast = plain("down", title, detail || code);
    toast.querySelector("a").href = `/alerts/${encodeURIComponent(id)}`;
    if (monitorId) {
      toast.dataset.monitor = monitorId; // that it is up again takes its place
    }
    notify(toast, id);
  }

  toasts.addEventListener("focusin", ({ relatedTarget }) => {
    if (!toasts.contains(relatedTarget)) {
      back = relatedTarget;
    }
  });
  toasts.addEventListener("click", ({ target }) => {
    if (target.closest("[data-close]")) {
      close(target.closest(".toast"));
    }
  });
  setInterval(() => {
    if (document.hasFocus() && settings().notify) {
      localStorage.setItem(FOCUS, Date.now());
    }
    if (document.hidden || toasts.matches(":hover, :focus-within")) {
      return;
    }
    for (const toast of [...toasts.children]) {
      left.set(toast, left.get(toast) - 1);
      if (left.get(toast) <= 0) {
        toast.remove();
      }
    }
  }, 1_000);

  // in the zone of the page's other times
  function clock(seconds) {
    const shifts = JSON.parse(document.querySelector("[data-shifts]").dataset.shifts);
    const [, offset, name] = shifts.findLast(([from]) => from <= seconds) ?? shifts[0];
    return `${new Date((seconds + offset) * 1_000).toISOString().slice(11, 19)}\u00a0${name}`;
  }

  // pages that say themselves whether they are live need no notice
  let lost = null;
  let lostSoon = 0;
  watch((isLost) => {
    if (!isLost) {
      clearTimeout(lostSoon);
      lostSoon = 0;
      lost?.remove();
      lost = null;
    } else if (!tocsin.live && !lost) {
      const since = clock(Date.now() / 1_000);
      lostSoon ||= setTimeout(() => {
        lost = plain("", "Connection lost", `What is shown is of ${since}. I try again.`, Infinity);
      }, 3_000);
    }
  });

  follow(
    { monitor: changed, alert: raised, configuration: countSoon, missed: countSoon },
    () => Promise.all([isTold || recount(), recountAlerts()]),
    "/monitors/head",
    () => Promise.all([recount(), recountAlerts()]),
  );

  // on a phone the tabs may be wider than the window
  main?.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

  // Places: what the side bar leads to, with a key each

  const places = [];
  for (const link of document.querySelectorAll('nav[aria-label="Main"] a[href], #more-places [data-key]')) {
    const name = [...link.childNodes].find((node) => node.nodeType === 3 && node.data.trim())?.data;
    const free = (key) => /[a-z]/.test(key) && places.every((place) => place.key !== key);
    if (name && places.every((place) => place.href !== link.pathname)) {
      places.push({
        name: name.trim(),
        href: link.pathname,
        icon: link.querySelector("svg"),
        key: [...(link.dataset.key ?? ""), ...name.toLowerCase()].find(free),
      });
    }
  }

  // The command palette

  const input = palette.querySelector("input");
  const list = find("palette-list");
  const found = find("palette-found");
  const ours = find("palette-own");
  const wait = find("palette-wait");
  const done = new WeakMap();
  let asking = null;
  let isChosen = false;
  let entered = false;

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const active = () => list.querySelector('[aria-selected="true"]');

  function select(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  // commands: { name, hint, key, icon, href, run }
  function group(title, commands) {
    const words = input.value.toLowerCase().split(/\s+/);
    const fitting = commands.filter(({ name, hint = "" }) =>
      words.every((word) => `${name} ${hint}`.toLowerCase().includes(word)));
    if (fitting.length === 0) {
      return;
    }
    const section = document.createElement("div");
    const head = document.createElement("h3");
    head.id = `p-${ours.children.length}`;
    head.textContent = title;
    head.setAttribute("role", "presentation");
    section.setAttribute("role", "group");
    section.setAttribute("aria-labelledby", head.id);
    section.append(head);
    for (const command of fitting) {
      const option = document.createElement(command.href ? "a" : "div");
      option.id = `${head.id}-${section.children.length}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
      if (command.href) {
        option.href = command.href;
      } else {
        done.set(option, command.run);
      }
      const drawn = command.icon?.cloneNode(true) ?? document.createElement("i");
      drawn.setAttribute("class", "i");
      ["id", "hidden"].forEach((name) => drawn.removeAttribute(name));
      const text = document.createElement("span");
      text.textContent = command.name;
      option.append(drawn, text);
      if (command.key) {
        const key = document.createElement("kbd");
        key.textContent = command.key;
        option.append(key);
      }
      section.append(option);
    }
    ours.append(section);
  }

  function ofThisPage() {
    return [...document.querySelectorAll("#m-actions :is(a[href], button)")].map((act) => ({
      name: act.textContent.trim(),
      hint: document.querySelector(".crumbs strong")?.textContent,
      icon: act.querySelector("svg"),
      run: () => act.click(),
    }));
  }

  function theme(name) {
    const run = () => document.dispatchEvent(new CustomEvent("theme", { detail: name }));
    return { name: `Theme: ${name === "system" ? "as the system" : name}`, run };
  }

  function actions() {
    const out = document.querySelector('form[action="/logout"]');
    return [
      ...(find("may-add")
        ? [{ name: "Add a monitor", href: "/monitors/new", key: "n", icon: find("may-add") }]
        : []),
      theme("light"),
      theme("dark"),
      theme("system"),
      ...[...find("palette-links").content.children].map((link) => ({
        name: link.textContent,
        hint: link.title,
        href: link.getAttribute("href"),
      })),
      { name: "Keys", hint: "keyboard shortcuts help", key: "?", run: () => find("keys").showPopover() },
      ...(out ? [{ name: "Sign out", icon: out.querySelector("svg"), run: () => out.requestSubmit() }] : []),
    ];
  }

  function settle() {
    const all = options();
    all.forEach((option) => option.tabIndex = -1);
    list.hidden = all.length === 0;
    input.setAttribute("aria-expanded", String(all.length > 0));
    find("palette-none").hidden = all.length > 0 || asking !== null;
    if (!isChosen || !active()) {
      select(all[0]);
    }
    if (asking === null) {
      find("palette-said").textContent = `${all.length} found`;
    }
  }

  function drawOurs() {
    ours.replaceChildren();
    group("On this page", ofThisPage());
    group("Go to", places.map(({ key, ...place }) => ({ ...place, key: key && `g ${key}` })));
    group("Do", actions());
  }

  async function ask() {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    isChosen = false;
    drawOurs();
    settle();
    const slow = setTimeout(() => (wait.hidden = false), 200);
    let fresh = null;
    try {
      fresh = await fragment(`/monitors/find?q=${encodeURIComponent(input.value)}`, mine.signal);
    } catch {
      // places and actions are there all the same
    }
    clearTimeout(slow);
    if (asking !== mine) {
      return;
    }
    asking = null;
    wait.hidden = true;
    found.replaceChildren(...(fresh ? fresh.body.childNodes : []));
    settle();
    if (entered) {
      choose(active());
    }
  }

  function choose(option) {
    if (!option) {
      return;
    }
    palette.close();
    if (done.has(option)) {
      done.get(option)();
    } else {
      location.assign(option.href);
    }
  }

  function open() {
    if (!palette.open) {
      document.querySelectorAll(":popover-open").forEach((each) => each.hidePopover());
      input.value = "";
      entered = false;
      found.replaceChildren();
      palette.showModal();
      ask();
    }
  }

  input.addEventListener("input", () => {
    entered = false;
    ask();
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(active());
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && all.length > 0) {
      event.preventDefault();
      isChosen = true;
      select(all.at((at + (event.key === "ArrowDown" ? 1 : -1)) % all.length));
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (asking && !isChosen) {
        entered = true; // what was typed is still being looked for
      } else {
        choose(active());
      }
    }
  });
  palette.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (event.target === palette || event.target.closest("[data-close]")) {
      palette.close();
    } else if (option && done.has(option)) {
      choose(option);
    }
  });
  palette.addEventListener("close", () => {
    asking?.abort();
    asking = null;
  });
  document.querySelectorAll("[data-opens-palette]").forEach((button) => {
    button.addEventListener("click", open);
  });
  if (/Mac|iP/.test(navigator.platform)) {
    document.querySelectorAll("[data-mod]").forEach((key) => (key.textContent = "⌘ K"));
  }

  // Without a mouse nothing that was left stays open over what one comes to
  document.addEventListener("focusin", ({ target }) => {
    for (const open of document.querySelectorAll(":popover-open")) {
      if (!open.contains(target)) {
        open.hidePopover();
      }
    }
  });

  // Keys

  const rows = find("keys-places");
  for (const { key, name } of places) {
    const row = rows.content.firstElementChild.cloneNode(true);
    row.querySelectorAll("kbd")[1].textContent = key;
    row.querySelector("td:last-child").textContent = name;
    if (key) {
      rows.before(row);
    }
  }

  let row = null;
  let going = 0;

  function move(step) {
    const all = [...main.querySelectorAll(":is(.rows > li, tbody > tr)")]
      .map((each) => each.querySelector("a[href]"))
      .filter((link) => link?.checkVisibility());
    const here = document.activeElement.closest(".rows > li, tbody > tr")?.querySelector("a[href]");
    const href = (here ?? row)?.href;
    const at = all.findIndex((link) => link.href === href);
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    row = next ?? null;
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  function search() {
    const field = [...main.querySelectorAll('input[type="search"]')].find((each) => each.checkVisibility());
    if (field) {
      field.focus();
      field.select();
    } else {
      open();
    }
  }

  const KEYS = {
    "?": () => find("keys").showPopover(),
    "/": search,
    j: () => move(1),
    k: () => move(-1),
    n: () => find("may-add") && location.assign("/monitors/new"),
    t: () => toasts.lastElementChild?.querySelector("a").focus(),
    g: () => (going = Date.now()),
  };

  function isTyping(target) {
    return target.closest?.(
      'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
  }

  document.addEventListener("keydown", (event) => {
    const { key } = event;
    // what fills in forms sends events without a key
    if (!key || event.defaultPrevented || event.isComposing) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key.toLowerCase() === "k") {
      event.preventDefault();
      open();
      return;
    }
    const isBusy = document.querySelector("dialog[open], :popover-open");
    if (key === "Escape" && !isBusy && toasts.lastElementChild) {
      close(toasts.lastElementChild);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isBusy || isTyping(event.target) || !settings().keys) {
      return;
    }
    if (Date.now() - going < 1_500) {
      going = 0;
      const place = places.find((each) => each.key === key);
      if (place) {
        event.preventDefault();
        location.assign(place.href);
      }
    } else if (Object.hasOwn(KEYS, key)) {
      event.preventDefault();
      KEYS[key]();
    }
  });
})();
