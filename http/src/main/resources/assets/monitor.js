// Keeps a monitor's page live: each part is replaced where it stands when it says something else,
// unless a person is just using it.
"use strict";
(() => {
  const { AGAIN, main, live, fragment, reload, follow, titled } = tocsin;
  const said = document.getElementById("said");
  if (!main || !live || !said) {
    return;
  }
  const { monitor, refresh } = main.dataset;
  const path = `/monitors/${encodeURIComponent(monitor)}/part`;
  let fetching = null;
  let again = false;

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
      location.assign("/"); // it was deleted
      return;
    }
    const { title } = fresh.getElementById("m-head").dataset;
    if (titled(title)) {
      said.textContent = title;
    }
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const shown = document.getElementById(part.id);
      if (!shown) {
        reload(); // the first result brings parts that were not there
        return;
      }
      for (const open of shown.querySelectorAll("details[id][open]")) {
        part.querySelector(`#${open.id}`)?.setAttribute("open", ""); // as it is left here
      }
      if (shown.outerHTML !== part.outerHTML && (part.id === "m-head" || !inUse(shown))) {
        shown.replaceWith(document.adoptNode(part));
      }
    }
    document.dispatchEvent(new Event("tocsin:read")); // the chart may have grown, too
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

  let retry = 0;
  function soon() {
    readAnew().catch(() => {
      clearTimeout(retry);
      retry = setTimeout(soon, AGAIN);
    });
  }

  follow(
    {
      monitor: ({ id }) => {
        if (id === monitor) {
          soon();
        }
      },
      alert: ({ monitorId }) => {
        if (monitorId === monitor) {
          soon();
        }
      },
      configuration: ({ monitors = [], deletedMonitors = [] }) => {
        if (deletedMonitors.includes(monitor)) {
          location.assign("/");
        } else if (monitors.includes(monitor) && !document.querySelector(":popover-open")) {
          reload(); // its name, its kind or what it is asked may be another
        }
      },
    },
    readAnew,
    path,
  );
  // results come without an event; nobody looks at a page in the background
  setInterval(() => {
    if (document.visibilityState === "visible") {
      readAnew().catch(() => {}); // the next one comes
    }
  }, Number(refresh) * 1_000);
})();
