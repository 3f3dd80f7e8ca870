// Keeps the page of members live: who joined, and how the mails of invitations fare. A list that a
// person is just using stays as it is until they leave it.
"use strict";
(() => {
  const { fragment, follow } = tocsin;
  const LISTS = ["members", "guests", "dialogs"];
  const SOON = 200;
  let reading = 0;

  function inUse(list) {
    const isOther = [...list.querySelectorAll("option")].some(
      (option) => option.selected !== option.defaultSelected);
    return isOther || list.contains(document.activeElement) || document.querySelector(".dialog:popover-open");
  }

  async function readAnew() {
    const fresh = await fragment("/organization/members");
    for (const id of LISTS) {
      const [shown, next] = [document.getElementById(id), fresh?.getElementById(id)];
      if (shown && next && shown.outerHTML !== next.outerHTML && !inUse(shown)) {
        shown.replaceWith(document.adoptNode(next));
      }
    }
  }

  // several changes within a moment are read together
  function changed() {
    clearTimeout(reading);
    reading = setTimeout(() => readAnew().catch(() => {}), SOON);
  }

  if (document.getElementById("members")) {
    follow({ configuration: changed }, readAnew, "/organization/members");
  }
})();
