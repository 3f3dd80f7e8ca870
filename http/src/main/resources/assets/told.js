// While subscribers are being told of an incident, asks every two seconds how far it is. Without
// this the page says it as of when it was loaded.
"use strict";
(() => {
  const EVERY = 2_000;

  async function ask() {
    const shown = document.getElementById("telling");
    const address = shown?.dataset.waits;
    if (!address) {
      return;
    }
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const next = fresh.getElementById("telling");
        if (next) {
          shown.replaceWith(document.adoptNode(next));
        }
      }
    } catch {
      // asked again
    }
    setTimeout(ask, EVERY);
  }

  setTimeout(ask, EVERY);
})();
