// Shows what is pushed to this browser while no page of Tocsin need be open. It fetches nothing,
// answers nothing, and acknowledges nothing: its buttons open pages.
"use strict";
const ENDED = 8_000;

function read(data) {
  try {
    return data.json();
  } catch {
    return null; // not from Tocsin, or nothing at all
  }
}

function pause(millis) {
  return new Promise((done) => {
    setTimeout(done, millis);
  });
}

async function close(tag, since) {
  for (const shown of await self.registration.getNotifications({ tag })) {
    if (shown.timestamp === since) {
      shown.close();
    }
  }
}

// each push must be shown, so what is over is shown too, in silence and not for long
async function show({ title, body, tag, tone, page, acknowledge, over }) {
  const urgent = tone === "alarm" || tone === "warning";
  const timestamp = Date.now();
  const actions = acknowledge ? [{ action: "acknowledge", title: "Acknowledge" }] : [];
  await self.registration.showNotification(title, {
    body,
    tag,
    timestamp,
    renotify: urgent,
    silent: !urgent,
    requireInteraction: tone === "alarm",
    actions: over ? [] : [...actions, { action: "open", title: "Open" }],
    data: { page, acknowledge },
  });
  if (over) {
    await pause(ENDED);
    await close(tag, timestamp);
  }
}

function windows() {
  return self.clients.matchAll({ type: "window", includeUncontrolled: true });
}

async function handOver({ code }) {
  if (code) {
    for (const page of await windows()) {
      page.postMessage({ code });
    }
  }
}

async function open(address) {
  const target = new URL(address, self.location.origin);
  const ours = target.origin === self.location.origin ? await windows() : [];
  const there = ours.find(({ url }) => url === target.href);
  if (there) {
    return there.focus();
  }
  // the page to acknowledge on never takes the place of one that somebody is working on
  const calm = ours.find(({ url }) => new URL(url).pathname.startsWith("/alerts"));
  if (calm && target.pathname.startsWith("/alerts")) {
    try {
      const led = await calm.navigate(target.href);
      return await (led ?? calm).focus();
    } catch {
      // a page that this worker does not control cannot be led elsewhere
    }
  }
  return self.clients.openWindow(target.href);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const told = event.data && read(event.data);
  if (told?.title) {
    event.waitUntil(Promise.all([handOver(told), show(told)]));
  }
});

self.addEventListener("notificationclick", (event) => {
  const { page, acknowledge } = event.notification.data ?? {};
  event.notification.close();
  event.waitUntil(open((event.action === "acknowledge" && acknowledge) || page || "/"));
});
