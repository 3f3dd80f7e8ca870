// Keeps the list of monitors live, and searches it while one types. A row is replaced where it
// stands: a list that is being read does not re-sort under the pointer, it offers to.
"use strict";
(() => {
  const { AGAIN, main, live, fragment, follow, titled } = tocsin;
  const moved = document.getElementById("moved");
  const filters = document.getElementById("filters");
  const bulk = document.getElementById("bulk");
  const whole = document.getElementById("whole");
  if (!main || !live || !moved) {
    return;
  }
  const DRAWINGS = 60_000;
  const TYPING = 150;
  const HEADS = 2_000;
  const NEWS_OF_RUN = 1_000;
  const FLOOD = 100;
  const waiting = new Set();
  const outOfPlace = new Set();
  let isFlooded = false;
  let fetching = false;
  let isHeadOld = false;
  let asked = 0;
  let draining = 0;
  let searching = 0;

  function note(id, isOut) {
    if (isOut) {
      outOfPlace.add(id);
    } else {
      outOfPlace.delete(id);
    }
    offer();
  }

  function offer() {
    const many = isFlooded ? "Many" : outOfPlace.size;
    moved.hidden = outOfPlace.size === 0 && !isFlooded;
    moved.textContent = `${many} changed`;
    moved.setAttribute("aria-label", `${many} changed: sort the list anew`);
  }

  function keepPick(row, next) {
    const [before, after] = [row.querySelector(".pick"), next.querySelector(".pick")];
    if (before && after) {
      after.checked = before.checked;
    }
  }

  function put(id, fresh) {
    const row = document.getElementById(`m-${id}`);
    const next = fresh?.querySelector("li");
    if (!next) {
      row?.remove();
      note(id, false);
      count();
    } else if (!row) {
      // of several pages it may belong on another one
      note(id, next.dataset.place !== "out" && !document.querySelector("#lists .pager"));
    } else {
      const section = row.closest("[data-section]");
      keepPick(row, next);
      const focused = [".pick", "a"].find((each) => row.querySelector(each) === document.activeElement);
      row.replaceWith(document.adoptNode(next));
      if (focused) {
        next.querySelector(focused)?.focus();
      }
      if (next.dataset.state !== row.dataset.state) {
        next.classList.add("new");
      }
      note(id, section !== null && section.dataset.section !== next.dataset.place);
    }
  }

  function swap(fresh, id) {
    const [shown, next] = [document.getElementById(id), fresh?.getElementById(id)];
    if (shown && next) {
      shown.replaceWith(document.adoptNode(next));
    }
    return next;
  }

  // the frame around the list counts what is down, too
  function tellDown(head) {
    document.dispatchEvent(new CustomEvent("tocsin:head", { detail: Number(head.dataset.down) }));
  }

  function putHead(fresh) {
    const next = swap(fresh, "head");
    if (!next) {
      return;
    }
    if (!document.getElementById("shows")?.contains(document.activeElement)) {
      swap(fresh, "shows");
    }
    titled(next.dataset.title);
    tellDown(next);
    for (const place of ["attention", "hold", "up", "down"]) {
      for (const count of document.querySelectorAll(`[data-count="${place}"]`)) {
        count.firstChild.data = next.dataset[place];
        count.hidden = count.dataset.state === "down" && next.dataset[place] === "0";
      }
    }
  }

  async function next() {
    const id = waiting.values().next().value;
    waiting.delete(id);
    try {
      put(id, await fragment(`/monitors/${encodeURIComponent(id)}/row${location.search}`));
      isHeadOld = true;
    } catch (failure) {
      waiting.add(id);
      throw failure;
    }
  }

  async function drain() {
    if (fetching) {
      return;
    }
    fetching = true;
    let headAt = Date.now();
    try {
      while (waiting.size > 0 || isHeadOld) {
        if (waiting.size > 0) {
          await next();
        }
        // the numbers come last, but in a storm not only then
        if (waiting.size === 0 || Date.now() - headAt >= HEADS) {
          putHead(await fragment(`/monitors/head${location.search}`));
          isHeadOld = false;
          headAt = Date.now();
        }
      }
    } catch {
      later(AGAIN);
    } finally {
      fetching = false;
    }
  }

  function later(millis) {
    clearTimeout(draining);
    draining = setTimeout(drain, millis);
  }

  // where thousands change at once, only those are fetched that somebody looks at
  function onlyShown() {
    for (const id of waiting) {
      if (!document.getElementById(`m-${id}`)) {
        waiting.delete(id);
        isFlooded = true;
      }
    }
    isHeadOld = true;
    offer();
  }

  // what comes within a moment is fetched together
  function changed(ids) {
    for (const id of ids) {
      waiting.add(id);
    }
    if (waiting.size > FLOOD) {
      onlyShown();
    }
    later(100);
  }

  function here() {
    return location.pathname + location.search;
  }

  function putLists(fresh) {
    const next = fresh?.getElementById("lists");
    // what a person is just typing into an empty list is not taken away
    if (!next || document.activeElement?.matches("#lists .input")) {
      return;
    }
    const picked = new Set();
    for (const pick of document.querySelectorAll("#lists .pick:checked")) {
      picked.add(pick.value);
    }
    for (const pick of next.querySelectorAll(".pick")) {
      pick.checked = picked.has(pick.value);
    }
    const focused = document.activeElement?.closest("#lists li")?.id;
    document.getElementById("lists").replaceWith(document.adoptNode(next));
    if (focused) {
      document.getElementById(focused)?.querySelector("a").focus();
    }
    putHead(fresh);
    outOfPlace.clear();
    isFlooded = false;
    moved.hidden = true;
    moved.href = here();
    count();
  }

  async function readAnew() {
    asked += 1;
    const mine = asked;
    const fresh = await fragment(here());
    if (mine !== asked) {
      return; // a later question is under way
    }
    // the first monitor brings what an empty list does not have
    if (Boolean(fresh?.getElementById("bulk")) !== Boolean(bulk)) {
      if (!document.activeElement?.matches("#lists .input")) {
        location.reload();
      }
      return;
    }
    putLists(fresh);
  }

  // results come without an event; nobody looks at a page in the background
  async function redraw() {
    const fresh = await fragment(here());
    for (const next of fresh?.querySelectorAll("#lists li") ?? []) {
      const row = document.getElementById(next.id);
      if (row && row.dataset.state !== next.dataset.state) {
        changed([next.id.slice(2)]); // one of the two is old
      } else if (row && !row.contains(document.activeElement)) {
        keepPick(row, next);
        row.replaceWith(document.adoptNode(next));
      }
    }
  }

  function search() {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(filters)) {
      if (value.trim() !== "") {
        said.append(name, value.trim());
      }
    }
    const text = said.toString();
    history.replaceState(null, "", text === "" ? "/" : `/?${text}`);
    if (whole) {
      whole.checked = false; // other monitors match
    }
    clearTimeout(searching);
    readAnew().catch(() => {
      clearTimeout(searching);
      searching = setTimeout(search, AGAIN);
    });
  }

  function count() {
    const shown = document.querySelectorAll("#lists .pick").length;
    const picked = document.querySelectorAll("#lists .pick:checked").length;
    const matching = Number(document.getElementById("lists").dataset.of);
    const said = document.getElementById("picked");
    if (said && whole) {
      const isAllShown = picked === shown && matching > shown;
      whole.checked = whole.checked && isAllShown;
      whole.parentElement.classList.toggle("offered", isAllShown);
      document.getElementById("pick-all").hidden = false;
      document.getElementById("whole-of").textContent = `Select all ${number(matching)} that match`;
      document.getElementById("count").value = matching;
      said.hidden = picked === 0;
      said.textContent = whole.checked
        ? `All ${number(matching)} that match are selected`
        : isAllShown ? `All ${number(picked)} shown are selected` : `${number(picked)} selected`;
      name(whole.checked ? matching : picked);
    }
    const back = document.getElementById("back");
    if (back) {
      back.value = here();
    }
  }

  function number(amount) {
    return amount.toLocaleString("en");
  }

  // whoever deletes reads how many
  function name(amount) {
    const title = document.getElementById("h-delete-picked");
    if (title) {
      const what = amount === 1 ? "one monitor" : `${number(amount)} monitors`;
      title.textContent = `Delete ${what}?`;
      document.getElementById("delete-them").textContent = `Delete ${what}`;
    }
  }

  // a range, as lists of files have it
  let last = "";
  function range(pick, shift) {
    const all = [...document.querySelectorAll("#lists .pick")];
    const [from, to] = [all.findIndex((each) => each.value === last), all.indexOf(pick)].sort(
      (one, other) => one - other);
    if (shift && from >= 0) {
      for (const each of all.slice(from, to + 1)) {
        each.checked = pick.checked;
      }
    }
    last = pick.value;
  }

  function without(...names) {
    const said = new URLSearchParams(location.search);
    names.forEach((name) => said.delete(name));
    const text = said.toString();
    return text === "" ? "/" : `/?${text}`;
  }

  moved.addEventListener("click", (event) => {
    event.preventDefault();
    readAnew().catch(() => location.reload());
  });
  if (filters) {
    let typing = 0;
    filters.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(search, TYPING);
    });
    filters.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(typing);
      search();
    });
  }
  bulk?.addEventListener("click", (event) => {
    if (event.target.matches(".pick")) {
      range(event.target, event.shiftKey);
      count();
    } else if (event.target.id === "pick-all") {
      for (const pick of document.querySelectorAll("#lists .pick")) {
        pick.checked = true;
      }
      count();
    } else if (event.target === whole) {
      count();
    }
  });
  // Enter in the field for a tag adds it; what stands first would pause
  bulk?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.id === "f-tag") {
      event.preventDefault();
      bulk.querySelector("[value=tag]").click();
    }
  });
  if (/[?&]did=/.test(location.search)) {
    history.replaceState(null, "", without("did", "n", "not", "run"));
  }

  let missed = 0;
  async function followRun() {
    const shown = document.getElementById("run");
    if (!shown?.dataset.underWay) {
      return;
    }
    try {
      const fresh = await fragment(`/monitors/bulk/${encodeURIComponent(shown.dataset.run)}`);
      const next = fresh?.getElementById("run");
      missed = next ? 0 : missed + 1;
      if (next) {
        shown.replaceWith(document.adoptNode(next));
      } else if (missed > 5) {
        shown.remove();
      }
      if (next && !next.dataset.underWay) {
        document.getElementById("done").textContent = next.querySelector("h2").textContent;
        next.hidden = !next.querySelector("li");
        history.replaceState(null, "", without("run"));
        await readAnew();
      }
    } catch {
      // the next question may be answered
    }
    setTimeout(followRun, NEWS_OF_RUN);
  }

  count();
  tellDown(document.getElementById("head"));
  setTimeout(followRun, NEWS_OF_RUN);
  follow(
    {
      monitor: ({ id }) => changed(id ? [id] : []),
      configuration: ({ monitors = [], deletedMonitors = [] }) =>
        changed([...monitors, ...deletedMonitors]),
    },
    readAnew,
    "/monitors/head",
  );
  setInterval(() => {
    if (document.visibilityState === "visible") {
      redraw().catch(() => {}); // the next one comes
    }
  }, DRAWINGS);
})();
