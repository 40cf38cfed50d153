// Starts the page's program, and says where its workers are. A file of its own, because the Content-Security-Policy allows no inline
// script. Nothing else is written in JavaScript but `sw.js`.

const program = document.querySelector("meta[name=program]");
const address = (path) => new URL(path, document.baseURI).href;

// The worker's files keep their names from build to build; the hash in the program's name makes a cached old one be asked for anew.
const version = "?v=" + program.content.replace(/^.*\/|\.js$/g, "");

// The page starts its workers by the addresses kept in `data-worker` and `data-workbook` of the root element. A blob inherits the
// page's policy, so a worker, which holds the data, can reach no other host either. What a blob imports is fetched when it is started.
for (const name of ["worker", "workbook"]) {
  const start = `import init from ${JSON.stringify(address(name + ".js" + version))};
await init({ module_or_path: ${JSON.stringify(address(name + "_bg.wasm" + version))} });`;
  document.documentElement.dataset[name] = URL.createObjectURL(new Blob([start], { type: "text/javascript" }));
}

try {
  const { default: init } = await import(address(program.content));
  await init({ module_or_path: address(program.dataset.wasm) });
} catch (error) {
  document.getElementById("start-failed").hidden = false;
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
