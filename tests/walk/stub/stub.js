// A page with one of everything the harness can do; `tests/harness.rs` walks through it.

const at = (id) => document.getElementById(id);
const answer = (text) => (at("answer").textContent = text);
const list = async (files) => answer((await Promise.all([...files].map(async (file) => `${file.name}=${await file.text()}`))).join("; "));

// Late on purpose: what is looked for is not there at once.
at("greet").onclick = () => setTimeout(() => answer(`Hello ${at("name").value}`), 300);
at("files").onchange = () => list(at("files").files);
at("drop").ondragover = (event) => event.preventDefault();
at("drop").ondrop = (event) => (event.preventDefault(), list(event.dataTransfer.files));
at("save").onclick = () => {
  const link = document.createElement("a");
  Object.assign(link, { download: "greeting.txt", href: URL.createObjectURL(new Blob(["Hello"])) });
  link.click();
};
at("block").onclick = () => {
  const end = performance.now() + 200;
  while (performance.now() < end);
  answer("blocked");
};

const actions = {
  "#throw": () => { throw new Error("thrown on purpose"); },
  "#picture": () => document.querySelector("main").append(document.createElement("img")),
  "#inline": () => { document.querySelector("main").innerHTML += "<img src=x onerror=\"document.title='hacked'\">"; },
  // The page's policy holds in a worker made from a blob.
  "#worker": () => {
    const code = `fetch("https://elsewhere.example/").then(() => postMessage("sent"), () => postMessage("refused"));`;
    const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { type: "module" });
    worker.onmessage = (event) => answer(event.data);
  },
};
actions[location.hash]?.();
