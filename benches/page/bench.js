// The contender of the comparison (`cargo xtask bench --browser`): the page's own worker, built with the feature `bench`, behind the
// harness's protocol. The worker is started as `public/start.js` starts it.

const address = (path) => new URL(path, document.baseURI).href;
const start = `const translated = self.name === "second"
  ? new Promise((give) => { onmessage = ({ data }) => give(data); })
  : WebAssembly.compileStreaming(fetch(${JSON.stringify(address("worker_bg.wasm"))}));
const { default: init } = await import(${JSON.stringify(address("worker.js"))});
await init({ module_or_path: await translated });`;
const worker = new Worker(URL.createObjectURL(new Blob([start], { type: "text/javascript" })), { type: "module" });

const waiting = new Map();
let last = 0;

function ask(message) {
  const id = ++last;
  return answered(id, () => worker.postMessage({ id, ...message }));
}

function answered(id, begin) {
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    begin();
  });
}

// Progress is told by messages without either.
worker.onmessage = ({ data: { id, answer, error } }) => {
  const asker = waiting.get(id);
  if (!asker || (answer === undefined && error === undefined)) return;
  waiting.delete(id);
  if (error === undefined) asker.resolve(JSON.parse(answer));
  else asker.reject(new Error(error));
};

window.benchReady = answered(0, () => {});
window.benchImport = (file) => ask({ kind: "import", file });
let told;
window.benchDashboard = (filter, params) => {
  // The worker keeps the parameters it was told last: others come only where they differ.
  const now = JSON.stringify(params);
  const changed = now === told ? {} : { params: (told = now) };
  return ask({ kind: "dashboard", filter: JSON.stringify(filter), ...changed });
};
window.benchMemory = () => ask({ kind: "memory" });
