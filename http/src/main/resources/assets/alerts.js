// Keeps the list of alerts live, and searches it while one types. Rows are replaced where they
// stand; a list that a person is just using gets no new ones, it offers them.
"use strict";
(() => {
  const { AGAIN, main, fragment, follow, titled } = tocsin;
  const moved = document.getElementById("moved");
  const filters = document.getElementById("filters");
  const bulk = document.getElementById("bulk");
  if (!main || !moved || !filters || !bulk) {
    return;
  }
  const TYPING = 150;
  const TOGETHER = 300;
  const REFRESH = 30_000;
  let asked = 0;
  let waiting = 0;
  let typing = 0;

  function here() {
    return location.pathname + location.search;
  }

  const rows = (root) => [...root.querySelectorAll("#lists .rows > li")];

  function isInUse() {
    const lists = document.getElementById("lists");
    return lists.matches(":hover") || lists.contains(document.activeElement)
      || lists.querySelector(".pick:checked") !== null;
  }

  function count() {
    const picked = bulk.querySelectorAll(".pick:checked").length;
    const said = document.getElementById("picked");
    if (said) {
      said.hidden = picked === 0;
      said.textContent = `${picked} selected`;
      document.getElementById("pick-all").hidden = false;
    }
    document.getElementById("back").value = here();
  }

  function putHead(fresh) {
    const next = fresh.getElementById("head");
    document.getElementById("head").replaceWith(document.adoptNode(next));
    titled(next.dataset.title);
    const shows = document.getElementById("shows");
    if (!shows.contains(document.activeElement)) {
      shows.replaceWith(document.adoptNode(fresh.getElementById("shows")));
    }
  }

  function putRow(row, next) {
    const [before, after] = [row.querySelector("input.pick"), next.querySelector("input.pick")];
    if (before && after) {
      after.checked = before.checked;
    }
    const focused = ["input.pick", "a"].find((each) => row.querySelector(each) === document.activeElement);
    row.replaceWith(next);
    if (focused) {
      (next.querySelector(focused) ?? next.querySelector("a")).focus();
    }
    if (next.dataset.state !== row.dataset.state) {
      next.classList.add("new");
    }
  }

  // whole: also what a person is using, for that is what was asked for
  async function readAnew(whole = false) {
    asked += 1;
    const mine = asked;
    const fresh = await fragment(here());
    if (mine !== asked || !fresh?.getElementById("lists")) {
      return; // a later question is under way
    }
    const names = (root) => rows(root).map((row) => row.id).join(" ");
    const isSame = names(fresh) === names(document);
    putHead(fresh);
    if (!isSame && (whole || !isInUse())) {
      document.getElementById("lists").replaceWith(document.adoptNode(fresh.getElementById("lists")));
    } else {
      for (const next of rows(fresh)) {
        const row = document.getElementById(next.id);
        if (row && row.textContent !== next.textContent) {
          putRow(row, document.adoptNode(next));
        }
      }
    }
    moved.hidden = isSame || whole || !isInUse();
    moved.href = here();
    count();
  }

  function soon(millis) {
    waiting ||= setTimeout(() => {
      waiting = 0;
      readAnew().catch(() => soon(AGAIN));
    }, millis);
  }

  function search() {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(filters)) {
      if (value.trim() !== "") {
        said.append(name, value.trim());
      }
    }
    const text = said.toString();
    history.replaceState(null, "", text === "" ? "/alerts" : `/alerts?${text}`);
    readAnew(true).catch(() => soon(AGAIN));
  }

  moved.addEventListener("click", (event) => {
    event.preventDefault();
    readAnew(true).catch(() => location.reload());
  });
  filters.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(search, TYPING);
  });
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    search();
  });
  bulk.addEventListener("click", ({ target }) => {
    if (target.id === "pick-all") {
      bulk.querySelectorAll("input.pick").forEach((pick) => (pick.checked = true));
    }
    count();
  });
  if (/[?&]did=/.test(location.search)) {
    const said = new URLSearchParams(location.search);
    said.delete("did");
    const text = said.toString();
    history.replaceState(null, "", text === "" ? "/alerts" : `/alerts?${text}`);
  }
  count();
  follow({ alert: () => soon(TOGETHER), missed: () => soon(TOGETHER) }, () => readAnew(), "/alerts/count");
  // what an event could not say: a snooze that ended, a table that answers again
  setInterval(() => {
    if (document.visibilityState === "visible") {
      readAnew().catch(() => {}); // the next one comes
    }
  }, REFRESH);
})();
