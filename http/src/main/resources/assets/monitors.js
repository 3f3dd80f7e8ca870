// Keeps the list of monitors live. A row is replaced where it stands: a list that is being read does
// not re-sort under the pointer, it offers to.
"use strict";
(() => {
  const STREAM = "/api/v1/events/stream";
  const AGAIN = 5_000;
  const main = document.getElementById("main");
  const live = document.getElementById("live");
  const moved = document.getElementById("moved");
  if (!main || !live || !moved) {
    return;
  }
  const waiting = new Set();
  const outOfPlace = new Set();
  let fetching = false;
  let lost = false;

  function parse(text) {
    return new DOMParser().parseFromString(text, "text/html");
  }

  // null says that the thing is gone; an exception, that nobody knows
  async function fragment(path) {
    const answer = await fetch(path, {
      headers: { Accept: "text/html" },
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status === 404) {
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

  function note(id, isOut) {
    if (isOut) {
      outOfPlace.add(id);
    } else {
      outOfPlace.delete(id);
    }
    moved.hidden = outOfPlace.size === 0;
    moved.textContent = `${outOfPlace.size} changed`;
    moved.setAttribute("aria-label", `${outOfPlace.size} changed: sort the list anew`);
  }

  function put(id, fresh) {
    const row = document.getElementById(`m-${id}`);
    const next = fresh?.querySelector("li");
    if (!next) {
      row?.remove();
      note(id, false);
    } else if (!row) {
      note(id, true);
    } else {
      const section = row.closest("[data-section]");
      row.replaceWith(document.adoptNode(next));
      if (next.dataset.state !== row.dataset.state) {
        next.classList.add("new");
      }
      note(id, section !== null && section.dataset.section !== next.dataset.place);
    }
  }

  function putHead(fresh) {
    const next = fresh?.getElementById("head");
    if (!next) {
      return;
    }
    document.getElementById("head").replaceWith(document.adoptNode(next));
    document.title = next.dataset.title;
    for (const place of ["attention", "hold", "up", "down"]) {
      for (const count of document.querySelectorAll(`[data-count="${place}"]`)) {
        count.firstChild.data = next.dataset[place];
        count.hidden = count.dataset.state === "down" && next.dataset[place] === "0";
      }
    }
  }

  async function drain() {
    if (fetching) {
      return;
    }
    fetching = true;
    try {
      while (waiting.size > 0) {
        const id = waiting.values().next().value;
        waiting.delete(id);
        try {
          put(id, await fragment(`/monitors/${encodeURIComponent(id)}/row`));
        } catch (failure) {
          waiting.add(id);
          throw failure;
        }
        if (waiting.size === 0) {
          putHead(await fragment("/monitors/head"));
        }
      }
    } catch {
      setTimeout(drain, AGAIN);
    } finally {
      fetching = false;
    }
  }

  function data(event) {
    try {
      return JSON.parse(event.data) ?? {};
    } catch {
      return {}; // not for us
    }
  }

  // what comes within a moment is fetched together
  function changed(ids) {
    for (const id of ids) {
      waiting.add(id);
    }
    setTimeout(drain, 100);
  }

  async function readAnew() {
    const fresh = await fragment(location.pathname + location.search);
    const next = fresh?.getElementById("lists");
    if (next) {
      document.getElementById("lists").replaceWith(document.adoptNode(next));
      putHead(fresh);
      outOfPlace.clear();
      moved.hidden = true;
    }
  }

  function show(isLost) {
    live.classList.remove("wait");
    live.classList.toggle("lost", isLost);
    live.textContent = isLost ? "Connection lost, trying again" : "Live";
  }

  function connect() {
    const stream = new EventSource(STREAM);
    stream.addEventListener("open", async () => {
      if (lost) {
        try {
          await readAnew();
        } catch {
          stream.close();
          setTimeout(connect, AGAIN);
          return;
        }
      }
      lost = false;
      show(false);
    });
    stream.addEventListener("monitor", (event) => {
      const { id } = data(event);
      changed(id ? [id] : []);
    });
    stream.addEventListener("configuration", (event) => {
      const { monitors = [], deletedMonitors = [] } = data(event);
      changed([...monitors, ...deletedMonitors]);
    });
    stream.addEventListener("error", () => {
      lost = true;
      show(true);
      if (stream.readyState === EventSource.CLOSED) {
        // refused, not broken off: where the session has ended, this question leads to the sign-in
        fragment("/monitors/head").catch(() => {});
        setTimeout(connect, AGAIN);
      }
    });
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
    const shown = !small || small[0] === 0 || days ? [large] : [large, small];
    return shown.map(([amount, unit]) => `${amount}\u00a0${unit}`).join("\u00a0");
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

  // a wrong clock here must not make an outage longer
  const offset = Date.now() - Date.parse(main.dataset.now);
  moved.addEventListener("click", (event) => {
    event.preventDefault();
    readAnew().catch(() => location.reload());
  });
  connect();
  setInterval(tick, 1_000);
})();
