// What is typed into a long form (data-keeps) outlives the session that it was typed in: after the
// sign-in that came between, the form offers it back. It is kept in this tab alone, without secrets,
// until the form is opened anew.
"use strict";
(() => {
  const KEY = "typed";
  const NEVER = ["password", "file", "submit", "button", "reset"];
  const here = location.pathname;

  // who signed in is led back to where the form stands; its action says which form it is
  const forms = () => [...document.querySelectorAll("main form[data-keeps]")];
  const action = (form) => form.getAttribute("action");
  const revision = (form) => form.elements.revision?.value ?? "";
  const owner = document.querySelector(".side")?.dataset.owner;

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      return null; // storage may be forbidden
    }
  }

  function keep(draft) {
    try {
      if (draft) {
        sessionStorage.setItem(KEY, JSON.stringify(draft));
      } else {
        sessionStorage.removeItem(KEY);
      }
    } catch {
      // then nothing is offered
    }
  }

  // of this opening of the form, not of what was typed: ids, revisions, what belongs to the session
  function isText({ name, type, dataset }) {
    return name && !NEVER.includes(type) && !("secret" in dataset)
      && !["csrf", "id", "revision"].includes(name) && !/^[a-z]+:/.test(name);
  }

  function said(form) {
    return [...form.elements].filter(isText).map((field) =>
      [field.name, field.type === "checkbox" || field.type === "radio" ? [field.value, field.checked] : field.value]);
  }

  function put(form, fields) {
    for (const [name, value] of fields) {
      const all = [...form.elements].filter((field) => field.name === name);
      if (Array.isArray(value)) {
        const box = all.find((field) => field.value === value[0]);
        if (box) {
          box.checked = value[1];
        }
      } else if (all.length > 0) {
        all[0].value = value;
      } else {
        // a place that the form grew by a button: the server draws it
        const grown = document.createElement("input");
        grown.type = "hidden";
        grown.name = name;
        grown.value = value;
        form.append(grown);
      }
      all.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    }
    const draws = form.dataset.keeps
      && form.querySelector(`button[value="${CSS.escape(form.dataset.keeps)}"]`);
    if (draws) {
      form.requestSubmit(draws);
    }
  }

  function offer(form, fields) {
    const box = document.createElement("div");
    box.className = "panel pad stack tight";
    box.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = "The session ended while something was typed here. It is still in this tab.";
    const bar = document.createElement("p");
    bar.className = "bar";
    for (const [words, style, deed] of [
      ["Put it back", "btn main", () => put(form, fields)],
      ["Leave it", "btn", () => keep(null)],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = style;
      button.textContent = words;
      button.addEventListener("click", () => {
        box.remove();
        deed();
      });
      bar.append(button);
    }
    box.append(text, bar);
    form.before(box);
  }

  const draft = kept();
  const form = draft && forms().find((each) => action(each) === draft.form);
  const isBack = document.referrer && new URL(document.referrer).pathname === "/login";
  const isSame = form && draft.owner === owner && draft.revision === revision(form);
  if (isSame && draft.page === here && isBack && JSON.stringify(said(form)) !== JSON.stringify(draft.fields)) {
    offer(form, draft.fields);
  } else if (draft) {
    keep(null);
  }

  document.addEventListener("input", ({ target }) => {
    const typed = target.form;
    if (typed?.matches("main form[data-keeps]")) {
      keep({ page: here, form: action(typed), owner, revision: revision(typed), fields: said(typed) });
    }
  });
})();
