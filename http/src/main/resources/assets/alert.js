// Keeps an alert's page live: each part is replaced where it stands when it says something else,
// unless a person is just using it.
"use strict";
(() => {
  const { AGAIN, main, fragment, reload, follow, titled } = tocsin;
  const said = document.getElementById("said");
  if (!main?.dataset.alert || !said) {
    return;
  }
  const REFRESH = 30_000;
  const { alert, monitor } = main.dataset;
  const path = `/alerts/${encodeURIComponent(alert)}/part`;
  let fetching = null;
  let again = false;
  let retry = 0;

  function inUse(part) {
    const selection = document.getSelection();
    return (
      part.contains(document.activeElement) ||
      (!selection.isCollapsed && selection.containsNode(part, true))
    );
  }

  async function read() {
    const fresh = await fragment(path);
    if (!fresh) {
      location.assign("/alerts");
      return;
    }
    const head = fresh.getElementById("p-head");
    if (titled(head.dataset.title)) {
      said.textContent = head.querySelector("h1").textContent;
    }
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const shown = document.getElementById(part.id);
      if (!shown) {
        reload();
        return;
      }
      // what can be done is never older than what is said
      const always = part.id === "p-head" || part.id === "m-actions";
      if (shown.outerHTML !== part.outerHTML && (always || !inUse(shown))) {
        const held = shown.contains(document.activeElement);
        shown.replaceWith(document.adoptNode(part));
        if (held) {
          part.querySelector("button")?.focus();
        }
      }
    }
  }

  // one at a time; who asks meanwhile gets a later one
  async function readAnew() {
    if (fetching) {
      again = true;
      return fetching;
    }
    do {
      again = false;
      fetching = read();
      try {
        await fetching;
      } finally {
        fetching = null;
      }
    } while (again);
  }

  function soon() {
    readAnew().catch(() => {
      clearTimeout(retry);
      retry = setTimeout(soon, AGAIN);
    });
  }

  follow(
    {
      alert: ({ id }) => {
        if (id === alert) {
          soon();
        }
      },
      monitor: ({ id }) => {
        if (id === monitor) {
          soon();
        }
      },
    },
    readAnew,
    path,
  );
  setInterval(() => {
    if (document.visibilityState === "visible") {
      readAnew().catch(() => {}); // the next one comes
    }
  }, REFRESH);
})();
