// Shows each time in the visitor's own zone; the page has them in that of its organization.
"use strict";
(() => {
  const LANGUAGE = navigator.language.startsWith("en") ? navigator.language : "en-GB";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const format = new Intl.DateTimeFormat(LANGUAGE, {
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    timeZoneName: "short",
  });
  const month = new Intl.DateTimeFormat("en-US", { month: "short" });

  function words(at, as) {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const day = `${part.day}\u00a0${month.format(at)}`;
    if (as === "day") {
      return day;
    }
    const year = as === "full" || at.getFullYear() !== new Date().getFullYear() ? `\u00a0${part.year}` : "";
    return `${day}${year}, ${part.hour}:${part.minute}\u00a0${part.timeZoneName}`;
  }

  function show() {
    for (const time of document.querySelectorAll("main time[datetime]")) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) {
        time.title ||= time.textContent;
        time.textContent = words(at, time.dataset.as);
      }
    }
  }

  show();
  document.addEventListener("fresh", show);
  const named = document.getElementById("zone");
  if (named) {
    named.textContent = `${zone}, as your clock has it`;
  }
})();
