// How this browser is set: what it says, when it keeps quiet, and whether it may notify.
"use strict";
(() => {
  const { settings, keep } = tocsin;
  const form = document.getElementById("this-browser");
  const kept = document.getElementById("kept");
  const state = document.getElementById("notify-state");
  const begin = document.getElementById("notify-begin");
  const end = document.getElementById("notify-end");

  function save(changes) {
    kept.textContent = keep(changes)
      ? "Kept in this browser."
      : "This browser lets pages keep nothing, so it holds for no other page.";
  }

  function sayNotifications() {
    const { notify } = settings();
    const permission = "Notification" in window ? Notification.permission : "missing";
    const on = notify && permission === "granted";
    begin.hidden = on || permission === "denied" || permission === "missing";
    end.hidden = !on;
    if (!window.isSecureContext || permission === "missing") {
      begin.hidden = true;
      state.textContent =
        "This browser allows notifications only for pages that come over HTTPS, and not in private windows.";
    } else if (permission === "denied") {
      state.textContent =
        "This browser refuses them for this site. Open the site’s settings (the icon left of the address), set Notifications to Allow, and load this page again.";
    } else {
      state.textContent = on
        ? "On. What is said on a page is also shown by your system while no page of Tocsin has the focus."
        : "Off. The browser asks you for permission when you turn them on.";
    }
  }

  const now = settings();
  for (const field of form.elements) {
    if (field.type === "radio") {
      field.checked = field.value === now[field.name];
    } else if (field.type === "checkbox") {
      field.checked = now[field.name];
    } else if (field.name) {
      field.value = now[field.name];
    }
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    save({ [target.name]: target.type === "checkbox" ? target.checked : target.value });
  });
  begin.addEventListener("click", async () => {
    if ((await Notification.requestPermission()) === "granted") {
      save({ notify: true });
      try {
        new Notification("Tocsin tells you here", { body: "When a monitor changes and no page has the focus." });
      } catch {
        keep({ notify: false });
        kept.textContent = "This browser shows notifications of installed pages only.";
      }
    }
    sayNotifications();
  });
  end.addEventListener("click", () => {
    save({ notify: false });
    sayNotifications();
  });
  sayNotifications();
  form.hidden = false;
})();
