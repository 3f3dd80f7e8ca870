// Copies what a button names, or the lines that it stands above; without this there are no such
// buttons.
"use strict";
(() => {
  const SHOWN = 2_000;

  function source(button) {
    return button.dataset.copy
      ? document.getElementById(button.dataset.copy)
      : button.closest("figure")?.querySelector("code");
  }

  function select(text) {
    document.getSelection().selectAllChildren(text);
    return document.execCommand("copy"); // where the page is not served over TLS there is no other way
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text.textContent);
      return true;
    } catch {
      return select(text);
    }
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
  }
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-copy]");
    const text = button && source(button);
    if (!text) {
      return;
    }
    const word = button.querySelector("[role=status]") ?? button.querySelector("span");
    const verb = word.dataset.verb ?? word.textContent;
    word.dataset.verb = verb;
    word.setAttribute("role", "status");
    word.textContent = (await copy(text)) ? "Copied" : "Selected";
    setTimeout(() => {
      word.textContent = verb;
    }, SHOWN);
  });
})();
