// Puts the text of a chosen file where it can be looked at before it is sent.
"use strict";
(() => {
  const file = document.getElementById("f-file");
  const text = document.getElementById("f-calendar");
  if (!file || !text) {
    return;
  }
  document.getElementById("of-file").hidden = false;
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (chosen) {
      text.value = await chosen.text();
    }
  });
})();
