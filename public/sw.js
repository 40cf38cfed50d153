// Keeps the page's own files, so that it opens without a network. It keeps nothing else: no data passes through here but a published
// board, which is asked for anew whenever there is a network.
//
// The build writes the two lines below (`cargo xtask split`). A new version is kept beside the old one and waits until the person says so
// or closes the page: a page never gets files of two versions.

const VERSION = "unbuilt";
const FILES = [];

const scope = self.registration.scope;
const KEPT = `handoff ${scope} `;
const name = KEPT + VERSION;

self.addEventListener("install", (event) => {
  const wanted = FILES.map((path) => new Request(new URL(path, scope), { cache: "no-cache" }));
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(wanted)));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((known) => known.startsWith(KEPT) && known !== name);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((known) => caches.delete(known)))).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || !address.href.startsWith(scope)) return;
  const path = address.pathname.slice(new URL(scope).pathname.length);
  if (path === "" || FILES.includes(path)) {
    event.respondWith(kept(event.request, path || "index.html"));
  } else if (path.endsWith(".handoff")) {
    event.respondWith(fresh(event.request));
  }
});

async function kept(request, path) {
  const cache = await caches.open(name);
  return (await cache.match(new URL(path, scope))) ?? fetch(request);
}

// The board of last time, where there is no network.
async function fresh(request) {
  const cache = await caches.open(name);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const known = await cache.match(request);
    if (known) return known;
    throw error;
  }
}
