// What all live pages have in common: parts of a page fetched anew, one stream of what changes, and
// durations that go on.
"use strict";
globalThis.tocsin ??= (() => {
  const STREAM = "/api/v1/events/stream";
  const AGAIN = 5_000;
  const main = document.getElementById("main");
  const live = document.getElementById("live");
  const followers = [];
  const names = new Set();
  const watchers = [];
  let stream = null;
  let turn = 0;
  let own = document.title;
  let shown = document.title;
  let prefix = "";
  let resting = 0;
  let restSoon = 0;

  function parse(text) {
    return new DOMParser().parseFromString(text, "text/html");
  }

  // A page that is loaded anew, because it is another now, gives the focus back to what had it.
  const FOCUSED = "focused-before";

  function named(element) {
    const action = element.form?.getAttribute("action");
    return element.id ? `#${CSS.escape(element.id)}`
      : element.localName === "a" ? `a[href="${CSS.escape(element.getAttribute("href"))}"]`
      : action ? `form[action="${CSS.escape(action)}"] ${element.localName}`
      : element.localName;
  }

  function reload() {
    const held = document.activeElement;
    if (held && held !== document.body) {
      const name = named(held);
      const at = [...document.querySelectorAll(name)].indexOf(held);
      try {
        sessionStorage.setItem(FOCUSED, JSON.stringify({ path: location.pathname, name, at }));
      } catch {
        // storage may be forbidden
      }
    }
    location.reload();
  }

  function focusAgain() {
    try {
      const { path, name, at } = JSON.parse(sessionStorage.getItem(FOCUSED)) ?? {};
      sessionStorage.removeItem(FOCUSED);
      if (path === location.pathname) {
        document.querySelectorAll(name)[at]?.focus({ preventScroll: true });
      }
    } catch {
      // nothing was kept
    }
  }

  // null says that the thing is gone; an exception, that nobody knows
  async function fragment(path, signal) {
    const late = AbortSignal.timeout(10_000);
    const answer = await fetch(path, {
      headers: { Accept: "text/html" },
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    if (answer.status === 404 || answer.status === 204) {
      return null;
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      location.reload(); // the session has ended
    }
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return parse(await answer.text());
  }

  function data(event) {
    try {
      return JSON.parse(event.data) ?? {};
    } catch {
      return {}; // not for us
    }
  }

  function show(isLost) {
    live?.classList.remove("wait");
    live?.classList.toggle("lost", isLost);
    if (live) {
      live.textContent = isLost ? "Connection lost, trying again" : "Live";
    }
    document.documentElement.dataset.live = isLost ? "no" : "yes";
    watchers.forEach((watcher) => watcher(isLost));
  }

  function beginAgain(ended) {
    if (stream === ended) {
      stream = null;
      ended.close();
      setTimeout(begin, AGAIN);
    }
  }

  function listen(name) {
    stream.addEventListener(name, (event) => {
      const change = data(event);
      followers.forEach(({ handlers }) => handlers[name]?.(change));
    });
  }

  function begin() {
    if (stream || resting) {
      return;
    }
    const mine = new EventSource(STREAM);
    stream = mine;
    mine.addEventListener("open", async () => {
      turn += 1;
      const now = turn;
      try {
        // the page may be older than the stream, too
        await Promise.all(followers.map(({ readAnew }) => readAnew()));
      } catch {
        if (now === turn) {
          beginAgain(mine);
        }
        return;
      }
      if (now === turn && stream === mine) {
        show(false);
      }
    });
    names.forEach(listen);
    mine.addEventListener("error", () => {
      turn += 1;
      show(true);
      if (mine.readyState === EventSource.CLOSED) {
        // refused, not broken off: where the session has ended, this question leads to the sign-in
        fragment(followers[0].probe).catch(() => {});
        beginAgain(mine);
      }
    });
  }

  // All that follow share one stream, which begins when the page's scripts have run. handlers: by the
  // name of an event; readAnew: what may have been missed, as a promise; probe: a part of this page;
  // readResting: what the first of them reads now and then while the page has no stream
  function follow(handlers, readAnew, probe, readResting = readAnew) {
    followers.push({ handlers, readAnew, probe, readResting });
    for (const name of Object.keys(handlers)) {
      if (!names.has(name)) {
        names.add(name);
        if (stream) {
          listen(name);
        }
      }
    }
    if (followers.length === 1) {
      if (document.readyState === "complete") {
        begin();
      } else {
        document.addEventListener("DOMContentLoaded", begin);
      }
    } else if (stream?.readyState === EventSource.OPEN) {
      readAnew().catch(() => beginAgain(stream));
    }
  }

  // Over HTTP/1 a browser has six connections for all its pages: one that nobody has looked at for a
  // minute gives its own back and asks now and then, unless it is to notify.
  function rest() {
    if (!globalThis.tocsin.settings?.().notify && followers.length > 0) {
      stream?.close();
      stream = null;
      turn += 1;
      resting = setInterval(() => followers[0].readResting().catch(() => {}), 20_000);
    }
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(restSoon);
    if (document.hidden) {
      restSoon = setTimeout(rest, 60_000);
    } else if (resting) {
      clearInterval(resting);
      resting = 0;
      begin();
    }
  });

  // a page that is opened behind others is not told that it is hidden
  if (document.hidden) {
    restSoon = setTimeout(rest, 60_000);
  }

  // is told whether the connection is lost
  function watch(watcher) {
    watchers.push(watcher);
  }

  // The page's own title, without the number before it; says whether it is another than before.
  function titled(text) {
    const isNew = text !== own;
    own = text;
    // what begins with its number needs no other
    shown = prefix && !/^\d/.test(own) ? prefix + own : own;
    document.title = shown;
    return isNew;
  }

  function counted(down) {
    prefix = down > 0 ? `(${down}) ` : "";
    titled(document.title === shown ? own : document.title);
  }

  // 6 min 29 s, as the server writes it
  function duration(seconds) {
    const parts = [
      [Math.floor(seconds / 86_400), "d"],
      [Math.floor(seconds / 3_600) % 24, "h"],
      [Math.floor(seconds / 60) % 60, "min"],
      [seconds % 60, "s"],
    ];
    const first = parts.findIndex(([amount]) => amount > 0);
    if (first < 0) {
      return "0\u00a0s";
    }
    const [large, small] = [parts[first], parts[first + 1]];
    const days = large[1] === "d" && large[0] >= 7;
    const said = !small || small[0] === 0 || days ? [large] : [large, small];
    return said.map(([amount, unit]) => `${amount}\u00a0${unit}`).join("\u00a0");
  }

  function tick() {
    for (const time of document.querySelectorAll("time[data-ticks]")) {
      const text = duration(
        Math.max(0, Math.floor((Date.now() - offset - Date.parse(time.dateTime)) / 1000)));
      if (time.textContent !== text) {
        time.textContent = text;
      }
    }
  }

  // what is still to come
  function countDown() {
    for (const time of document.querySelectorAll("time[data-until]")) {
      time.textContent = duration(
        Math.max(0, Math.ceil((Date.parse(time.dateTime) - Date.now() + offset) / 1000)));
    }
  }

  // a wrong clock here must not make an outage longer
  const offset = main?.dataset.now ? Date.now() - Date.parse(main.dataset.now) : 0;
  setInterval(() => {
    tick();
    countDown();
  }, 1_000);
  focusAgain();
  return { AGAIN, main, live, fragment, reload, follow, watch, titled, counted, duration };
})();
