// Shows on any page how a status page stands, and what goes on:
//   <script src="https://status.example.com/status/acme/widget.js" async></script>
// data-theme: "light" or "dark", else as the visitor's system; data-show="trouble": nothing while
// all is well; data-target: a selector of where it is put, else where the script stands. It asks
// once a minute while the page is seen. All that is shown is put in as text.
"use strict";
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).href.replace(/\/widget\.js.*$/, "");
  const EVERY = 60_000;
  const MOST = 3;
  const { theme, show, target } = script.dataset;
  const STYLE = `
    :host { all: initial; display: inline-block; color-scheme: ${theme ?? "light dark"}; max-width: 100%; }
    :host([hidden]) { display: none; }
    div { font: 14px/1.45 system-ui, sans-serif; color: light-dark(#2a241e, #efece6); background: light-dark(#fff, #221e1a); border: 1px solid light-dark(#d9d3ca, #45403a); border-radius: 8px; padding: 8px 12px; overflow-wrap: anywhere; }
    a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: 2px; }
    a:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; border-radius: 3px; }
    .now { display: flex; align-items: center; gap: 8px; font-weight: 600; text-decoration: none; }
    .now:hover { text-decoration: underline; }
    i { flex: none; width: 10px; height: 10px; border-radius: 50%; background: light-dark(#767069, #a09a92); }
    [data-is=none] i { background: light-dark(#1c8075, #4fae9f); }
    [data-is=minor] i, [data-is=major] i { background: light-dark(#a86a00, #e8b340); border-radius: 2px; }
    [data-is=critical] i { background: light-dark(#c22f28, #f0685c); border-radius: 0; }
    [data-is=maintenance] i { background: light-dark(#3c6cc4, #7ea6ee); border-radius: 2px; }
    ul { list-style: none; margin: 6px 0 0; padding: 0 0 0 18px; font-size: 13px; }
    li + li { margin-top: 2px; }`;

  let host = null;
  let box = null;
  let asked = -EVERY;

  function make() {
    host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    box = document.createElement("div");
    box.setAttribute("role", "status");
    root.append(box);
    const place = target && document.querySelector(target);
    if (place) {
      place.append(host);
    } else if (document.body?.contains(script)) {
      script.after(host);
    } else {
      document.body.append(host);
    }
  }

  function link(address, text) {
    const a = document.createElement("a");
    a.href = address;
    a.textContent = text;
    return a;
  }

  function draw({ page, status, incidents, scheduled_maintenances: planned }) {
    host ?? make();
    const open = [
      ...incidents.map(({ id, name }) => link(`${home}/incidents/${encodeURIComponent(id)}`, name)),
      ...(planned ?? []).filter((one) => one.status === "in_progress").map(({ name }) => link(home, name)),
    ];
    const now = link(home, "");
    now.className = "now";
    now.append(document.createElement("i"), `${page.name}: ${status.description}`);
    const list = document.createElement("ul");
    for (const each of open.slice(0, MOST)) {
      const item = document.createElement("li");
      item.append(each);
      list.append(item);
    }
    if (open.length > MOST) {
      const item = document.createElement("li");
      item.append(link(home, `${open.length - MOST} more`));
      list.append(item);
    }
    box.dataset.is = status.indicator;
    host.hidden = show === "trouble" && status.indicator === "none" && open.length === 0;
    const next = [now, ...(open.length > 0 ? [list] : [])];
    const wanted = document.createElement("div");
    wanted.append(...next);
    if (wanted.innerHTML !== box.innerHTML) {
      box.replaceChildren(...wanted.childNodes);
    }
  }

  async function ask() {
    if (document.hidden || performance.now() - asked < EVERY - 1_000) {
      return;
    }
    asked = performance.now();
    try {
      const answer = await fetch(`${home}/api/v2/summary.json`, {
        credentials: "omit",
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.ok) {
        draw(await answer.json());
      }
    } catch {
      // what is shown stays; the next turn asks again
    }
  }

  function begin() {
    ask();
    setInterval(ask, EVERY);
    document.addEventListener("visibilitychange", ask);
  }

  if (document.body) {
    begin();
  } else {
    document.addEventListener("DOMContentLoaded", begin);
  }
})();
