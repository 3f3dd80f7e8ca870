// Keeps an open status page true: asks every 30 s whether it changed (the browser sends the ETag of
// what it holds), and puts what is new into place. The page is complete without this.
"use strict";
(() => {
  const EVERY = 30_000;
  let tag = null;
  let asking = false;

  // what the server sent, before times were put into the visitor's zone
  let shown = document.getElementById("main")?.innerHTML;

  function closedGroups(main) {
    return new Set(
      [...main.querySelectorAll("details.group:not([open])")].map((group) => group.dataset.name));
  }

  function replace(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const now = document.getElementById("main");
    const next = fresh.getElementById("main");
    if (!now || !next || shown === next.innerHTML) {
      return;
    }
    if (now.querySelector(".tip")) {
      tag = null; // somebody reads of a day; the next turn puts it into place
      return;
    }
    shown = next.innerHTML;
    const closed = closedGroups(now);
    for (const group of next.querySelectorAll("details.group")) {
      group.open = !closed.has(group.dataset.name);
    }
    const sentence = now.querySelector("h1")?.textContent;
    now.replaceWith(document.adoptNode(next));
    document.title = fresh.title;
    document.dispatchEvent(new CustomEvent("fresh"));
    const said = document.getElementById("said");
    if (said && next.querySelector("h1")?.textContent !== sentence) {
      said.textContent = next.querySelector("h1").textContent;
    }
  }

  async function ask() {
    if (asking || document.hidden) {
      return;
    }
    asking = true;
    try {
      const answer = await fetch(location.pathname, {
        cache: "no-cache",
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.ok && (tag === null || tag !== answer.headers.get("ETag"))) {
        tag = answer.headers.get("ETag");
        replace(await answer.text());
      } else if (answer.status === 404) {
        location.reload(); // the page is gone, and says so itself
      }
    } catch {
      // what is shown stays, with the time as of which it is true; the next turn asks again
    } finally {
      asking = false;
    }
  }

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("online", ask);
})();
