// What a person waits for on the real page, in Chromium: until files can be picked, until the program runs, for an import, for another filter, for the numbers
// after a reload; and the longest time the page did not answer meanwhile. `cargo xtask bench --browser` copies this beside the comparison and runs it there:
//   node measure.mjs --dist=FOLDER --sizes=100k,1m --reps=5 --out=results/page.json

import { chromium } from "playwright-core";
import fs from "fs";
import { serve } from "./server.mjs";

const option = (name, otherwise) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
const sizes = option("sizes", "100k,1m").split(",");
const reps = Number(option("reps", "5"));
const out = option("out", "results/page.json");
const PATIENCE_MS = 240_000;
const READING_MS = 1_500;
const PAUSE_MS = 700;
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

const server = await serve(0, [["/page/", option("dist")]]);
const runs = [];
for (const size of sizes) {
  for (let rep = 0; rep < reps; rep++) {
    const run = { size, rep, ...(await measured(size)) };
    runs.push(run);
    console.error(`${size} #${rep} the page: ${JSON.stringify(run)}`);
    fs.writeFileSync(out, JSON.stringify({ when: new Date().toISOString(), runs }));
  }
}
server.close();

async function measured(size) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGS, headless: true });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(notice);
    const address = new URL("/page/index.html", server.url).href;
    const noticed = async (page, name) => (await page.waitForFunction((name) => window.noticed[name], name)).jsonValue();
    const page = await context.newPage();
    const started = Date.now();
    await page.goto(address);
    const startup = (await noticed(page, "usable")) - started;
    const running = (await noticed(page, "running")) - started;
    await page.setInputFiles("#content input[type=file]", `data/leads_${size}.csv`);
    const check = page.getByText("Check these files");
    await check.waitFor();
    // A person reads what was recognised; the worker gets ready meanwhile.
    await page.waitForTimeout(READING_MS);
    await page.evaluate(watch);
    const asked = Date.now();
    await check.click();
    const imported = (await noticed(page, "checked")) - asked;
    const { gap, longest } = await page.evaluate(() => ({ gap: window.longestGap, longest: window.longestTask }));
    await page.getByText("Open the board").click();
    await page.getByText("it will be here after a reload").waitFor();
    await page.waitForTimeout(PAUSE_MS);
    const filters = await page.evaluate(filtered, PAUSE_MS);
    // What was asked last is kept once nothing else is asked for a while.
    await page.waitForTimeout(3_000);
    const numbersAfter = async (page) => (await noticed(page, "numbers")) - (await page.evaluate(() => performance.timeOrigin));
    await page.reload({ waitUntil: "commit" });
    const reopen = await numbersAfter(page);
    await page.close();
    const next = await context.newPage();
    await next.goto(address);
    const reopenedAnew = await numbersAfter(next);
    return { startup, running, import: imported, longestGap: gap, longestTask: longest, ...filters, reopen, reopenedAnew };
  } finally {
    await browser.close();
  }
}

// Runs in the page before anything else: when each of these was first there. Asking for them from outside would be up to half a second late.
function notice() {
  const wanted = {
    // On what `index.html` shows a first visitor, or on the program's own first page.
    usable: () => document.querySelector("#first:not([hidden]) input[type=file]") ?? document.querySelector("#content input[type=file]"),
    running: () => document.querySelector("#content input[type=file]"),
    checked: () => [...document.querySelectorAll("button")].some((button) => button.textContent.includes("Open the board")),
    // Cards come one after the other, from the top.
    numbers: () => [...document.querySelectorAll("main .card:not(.skeleton)")].some((card) => card.getBoundingClientRect().bottom >= innerHeight),
  };
  window.noticed = {};
  const look = () => {
    for (const name in wanted) if (!window.noticed[name] && wanted[name]()) window.noticed[name] = performance.timeOrigin + performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}

// Runs in the page, watched: one source after the other, as a press on its bar chooses it, until a frame shows the revenue of it (the
// board's last figures). The first round is not counted: it translates what no one has asked for.
async function filtered(pause) {
  const revenue = () => document.querySelector(".figure-value").textContent;
  const times = [];
  for (let round = 0; round < 3; round++) {
    if (round === 1) window.longestGap = 0;
    for (const source of ["Webinar", "Referral", "Paid Search", "Organic Search"]) {
      const before = revenue();
      const asked = performance.now();
      location.hash = `#/board?source=${encodeURIComponent(source)}`;
      const look = (resolve) => requestAnimationFrame(() => (revenue() === before ? look(resolve) : resolve()));
      await new Promise(look);
      if (round > 0) times.push(performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return { filter: times.sort((a, b) => a - b)[times.length >> 1], filterGap: window.longestGap };
}

// Runs in the page: the longest time between two frames, and the longest task the browser tells of (those above 50 ms).
function watch() {
  window.longestGap = 0;
  window.longestTask = 0;
  let last = performance.now();
  const frame = (now) => {
    window.longestGap = Math.max(window.longestGap, now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const note = (list) => list.getEntries().forEach((entry) => (window.longestTask = Math.max(window.longestTask, entry.duration)));
  new PerformanceObserver(note).observe({ type: "longtask" });
}
