// Starts the page's program, and says where its workers are. A file of its own, because the Content-Security-Policy allows no inline
// script. Nothing else is written in JavaScript.

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
