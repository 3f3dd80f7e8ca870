// Remembers a person's choice of theme. Without it the choice holds for the page that is open, and
// the theme follows the system.
"use strict";
(() => {
  const KEY = "theme";
  const root = document.documentElement;

  function stored() {
    try {
      const theme = localStorage.getItem(KEY);
      return theme === "light" || theme === "dark" ? theme : "system";
    } catch {
      return "system"; // storage may be forbidden
    }
  }

  function show(theme) {
    if (theme === "system") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = theme;
    }
  }

  function keep(theme) {
    try {
      if (theme === "system") {
        localStorage.removeItem(KEY);
      } else {
        localStorage.setItem(KEY, theme);
      }
    } catch {
      // it holds for this page then
    }
  }

  function check(theme) {
    const choice = document.querySelector(`input[name="theme"][value="${theme}"]`);
    if (choice) {
      choice.checked = true;
    }
  }

  show(stored());
  document.addEventListener("DOMContentLoaded", () => check(stored()));
  // another part of the page asks for a theme
  document.addEventListener("theme", ({ detail }) => {
    keep(detail);
    show(detail);
    check(detail);
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "theme") {
      keep(event.target.value);
      show(event.target.value);
    }
  });
})();
