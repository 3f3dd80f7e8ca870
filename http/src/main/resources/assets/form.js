// Sends a form of settings and shows what comes of it in place, so that secrets, which no answer
// has in it, stay where they were typed. Without this the form is sent as any other.
"use strict";
(() => {
  const FORM = "settings";
  let busy = false;

  // what the answer leaves out is taken from the form that was sent
  function keepSecrets(sent, fresh) {
    for (const field of sent.querySelectorAll("[type=password], [data-secret]")) {
      const same = fresh.querySelector(`#${CSS.escape(field.id)}`);
      if (same && field.value) {
        same.value = field.value;
        same.closest(".field").querySelectorAll("[data-again]").forEach((each) => each.remove());
      }
    }
  }

  function keepFolds(sent, fresh) {
    const folds = fresh.querySelectorAll("details");
    sent.querySelectorAll("details").forEach((fold, at) => {
      if (fold.open && folds[at]) {
        folds[at].open = true;
      }
    });
  }

  function show(sent, page) {
    const main = page.getElementById("main");
    const fresh = page.getElementById(FORM);
    if (!main || !fresh) {
      throw new Error("another page");
    }
    keepSecrets(sent, fresh);
    keepFolds(sent, fresh);
    document.getElementById("main").replaceWith(document.adoptNode(main));
    const next = main.querySelector("[aria-invalid]") ?? main.querySelector("#tried, [role=alert]");
    if (next) {
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "center" });
    }
  }

  // as a browser without scripts does it
  function sendPlainly(form, button) {
    if (button?.name) {
      const chosen = document.createElement("input");
      chosen.type = "hidden";
      chosen.name = button.name;
      chosen.value = button.value;
      form.append(chosen);
    }
    HTMLFormElement.prototype.submit.call(form);
  }

  async function send(form, button) {
    const body = new URLSearchParams(new FormData(form, button));
    form.setAttribute("aria-busy", "true");
    if (button?.name === "test") {
      button.textContent = "Testing";
    }
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      show(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      sendPlainly(form, button);
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    // not form.id: the form has a field of that name
    if (form !== document.getElementById(FORM)) {
      return;
    }
    event.preventDefault();
    if (!busy) {
      busy = true;
      try {
        await send(form, event.submitter);
      } finally {
        busy = false;
      }
    }
  });
})();
