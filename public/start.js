// Starts the page's program, and says where its workers are. A file of its own, because the Content-Security-Policy allows no inline
// script. Nothing else is written in JavaScript but `sw.js`.

const program = document.querySelector("meta[name=program]");
const address = (path) => new URL(path, document.baseURI).href;

// This script does not wait for the rest of the page, which is there long before the program in all but odd networks.
const parsed = new Promise((go) => document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", go) : go());

// Nothing is kept here, and the address asks for nothing else than the first page. (Storage that is not allowed keeps nothing; asking
// for it before the program does costs nothing while the program is on its way.)
function isFirstVisit() {
  try {
    const isKept = Object.keys(localStorage).some((key) => key.startsWith("handoff."));
    return !isKept && ["", "#", "#/", "#/board"].includes(location.hash);
  } catch {
    return false;
  }
}

// Shows the first visitor the first page in one of the languages it is written in.
function welcome() {
  const first = document.getElementById("first");
  const pages = [...first.children];
  const page = navigator.languages.map((tag) => pages.find((page) => page.lang === tag.split("-")[0])).find(Boolean) ?? pages[0];
  first.replaceChildren(page);
  const root = document.documentElement;
  [root.lang, root.dir] = [page.lang, page.dir];
  root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  // Files may be dropped before the program is there to take them: they are picked then.
  const input = first.querySelector("input");
  const take = (event) => {
    if (!first.isConnected) return;
    event.preventDefault();
    if (event.type === "drop") input.files = event.dataTransfer.files;
  };
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, take);
  first.hidden = false;
}

// Translates a program while its JavaScript is fetched, unless it is given. Where the host does not say that the file is wasm,
// wasm-bindgen knows what to do.
async function run(script, wasm, isReady, given) {
  const translated = given || WebAssembly.compileStreaming(fetch(wasm)).catch(() => wasm);
  const { default: init } = await import(script);
  await isReady;
  await init({ module_or_path: await translated });
}

// The worker's files keep their names from build to build; the hash in the program's name makes a cached old one be asked for anew.
const version = "?v=" + program.content.replace(/^.*\/|\.js$/g, "");

// The page starts its workers by the addresses kept in `data-worker` and `data-workbook` of the root element. A blob inherits the
// page's policy, so a worker, which holds the data, can reach no other host either. What a blob imports is fetched when it is started.
// A second worker of that name gets the program from the first, as far as that has been translated.
for (const name of ["worker", "workbook"]) {
  const files = [name + ".js", name + "_bg.wasm"].map((file) => JSON.stringify(address(file + version)));
  const given = `self.name === "second" && new Promise((give) => { onmessage = ({ data }) => give(data); })`;
  const start = `await (${run})(${files}, null, ${given});`;
  document.documentElement.dataset[name] = URL.createObjectURL(new Blob([start], { type: "text/javascript" }));
}

parsed.then(isFirstVisit() ? welcome : () => document.getElementById("first").remove());

try {
  await run(address(program.content), address(program.dataset.wasm), parsed);
} catch (error) {
  await parsed;
  document.getElementById("start-failed").hidden = false;
  document.getElementById("first")?.remove();
  throw error;
}

// The files are kept for days without a network, once the page has what it needs itself. A waiting new version is told to the page by
// `data-update` and the event of that name; it says "take it" by the event "take-update".
if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
  setTimeout(async () => {
    const root = document.documentElement;
    const tell = () => { root.dataset.update = "waiting"; root.dispatchEvent(new Event("update")); };
    try {
      const kept = await navigator.serviceWorker.register("sw.js");
      const watch = (worker) => worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && navigator.serviceWorker.controller) tell();
      });
      if (kept.waiting && navigator.serviceWorker.controller) tell();
      watch(kept.installing);
      kept.addEventListener("updatefound", () => watch(kept.installing));
      root.addEventListener("take-update", () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
        kept.waiting?.postMessage("take over");
      });
      root.dataset.kept = (await navigator.serviceWorker.ready, "yes");
    } catch (error) {
      // Refused by the browser's settings: the page works as before, with a network.
      console.warn("the page is not kept for when there is no network:", error);
    }
  }, 3000);
}
