// Says of each day of a component's bars what happened: under the pointer, and by the keyboard. Each
// row of days is one stop of the Tab key; arrows, Home and End go through its days, Enter goes to an
// incident of the day, Escape closes. Without this the list under the bars says it all.
"use strict";
(() => {
  const DAYS = 90;
  const WORDS = { u: "No trouble.", n: "No data." };
  const PHONE = matchMedia("(width < 40rem)");
  const built = new WeakMap();
  let open = null;

  const rowOf = (target) => (target instanceof Element ? target.closest(".days[data-days]") : null);
  const first = () => (PHONE.matches ? DAYS / 2 : 0);

  function date(row, day) {
    const at = new Date(`${row.dataset.first}T00:00Z`);
    at.setUTCDate(at.getUTCDate() + day);
    const month = at.toLocaleDateString("en-US", { month: "short", timeZone: "UTC" });
    return `${at.getUTCDate()}\u00a0${month}`;
  }

  // The tip is there from the beginning, so that the Tab key finds the links in it.
  function build(row) {
    if (built.has(row)) {
      return built.get(row);
    }
    const happened = new Map(
      [...row.parentElement.querySelectorAll(".happened [data-day]")].map((item) => [Number(item.dataset.day), item]));
    const each = document.createElement("div");
    each.className = "each";
    const buttons = [...row.dataset.days].map((letter, day) => {
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = -1;
      button.ariaLabel = happened.get(day)?.textContent ?? `${date(row, day)}: ${WORDS[letter]}`;
      each.append(button);
      return button;
    });
    row.firstElementChild.append(each);
    const made = { row, buttons, happened, day: DAYS - 1, tip: null };
    built.set(row, made);
    return made;
  }

  function hide() {
    open?.tip?.remove();
    if (open) {
      open.tip = null;
      open.buttons[open.day].removeAttribute("aria-current");
    }
    open = null;
  }

  function said(made, day) {
    const inside = document.createElement("div");
    const item = made.happened.get(day);
    if (item) {
      inside.append(...item.cloneNode(true).childNodes);
    } else {
      const bold = document.createElement("b");
      bold.textContent = date(made.row, day);
      inside.append(bold, WORDS[made.row.dataset.days[day]]);
    }
    return inside;
  }

  function show(made, day) {
    if (open === made && made.day === day && made.tip) {
      return;
    }
    hide();
    made.buttons[made.day].tabIndex = -1;
    made.day = day;
    made.buttons[day].tabIndex = 0;
    made.buttons[day].setAttribute("aria-current", "date");
    made.row.removeAttribute("tabindex");
    made.tip = document.createElement("div");
    made.tip.className = "tip";
    made.tip.append(said(made, day));
    made.row.append(made.tip);
    open = made;
    const whole = made.row.getBoundingClientRect();
    const bar = made.buttons[day].getBoundingClientRect();
    const wanted = bar.left + bar.width / 2 - whole.left - made.tip.offsetWidth / 2;
    made.tip.style.left = `${Math.max(0, Math.min(wanted, whole.width - made.tip.offsetWidth))}px`;
  }

  function ready() {
    for (const row of document.querySelectorAll(".days[data-days]")) {
      row.tabIndex = 0;
      row.setAttribute("role", "group");
      row.ariaLabel = `${row.parentElement.querySelector("h3").textContent}, day by day`;
    }
  }

  document.addEventListener("pointerover", (event) => {
    const row = rowOf(event.target);
    if (!row || event.target.closest(".tip")) {
      return;
    }
    const made = build(row);
    const day = made.buttons.indexOf(document.elementFromPoint(event.clientX, event.clientY));
    if (day >= 0) {
      show(made, day);
    }
  });
  document.addEventListener("pointerout", (event) => {
    if (open && event.pointerType === "mouse" && rowOf(event.target) === open.row
        && rowOf(event.relatedTarget) !== open.row && !open.row.contains(document.activeElement)) {
      hide();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (open && rowOf(event.target) !== open.row) {
      hide();
    }
  });
  document.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (open && row !== open.row) {
      hide();
    }
    if (row === event.target) {
      const made = build(row);
      show(made, Math.max(made.day, first()));
      made.buttons[made.day].focus();
    } else if (row && built.has(row)) {
      const day = built.get(row).buttons.indexOf(event.target);
      if (day >= 0) {
        show(built.get(row), day);
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
    }
    const row = rowOf(event.target);
    const made = row && built.get(row);
    if (!made || !made.buttons.includes(event.target)) {
      return;
    }
    const to = {
      ArrowLeft: made.day - 1, ArrowRight: made.day + 1, Home: first(), End: DAYS - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      made.buttons[Math.max(first(), Math.min(DAYS - 1, to))].focus();
    } else if (event.key === "Enter") {
      made.tip?.querySelector("a")?.focus();
    }
  });

  ready();
  document.addEventListener("fresh", () => {
    open = null;
    ready();
  });
})();
