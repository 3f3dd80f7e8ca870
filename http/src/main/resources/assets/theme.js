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

  show(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.querySelector(`input[name="theme"][value="${stored()}"]`);
    if (choice) {
      choice.checked = true;
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "theme") {
      keep(event.target.value);
      show(event.target.value);
    }
  });
})();
