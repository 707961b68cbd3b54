// The page as readers meet it: page.mjs FOLDER MODULES
//
// Opens FOLDER/index.html in Chromium, wide and as narrow as a phone, light and dark, on paper, without JavaScript: nothing
// is loaded, nothing overflows, filters and sorting do what they say, and axe finds nothing that shuts readers out.
// MODULES is the folder where npm has put puppeteer-core and axe-core (ci/page/package.json).
// Ends with 77 and a sentence where one of them or Chromium is not there.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [folder, modules] = process.argv.slice(2);
if (!folder || !modules) {
  console.error("page.mjs FOLDER MODULES: the folder with index.html, and that with puppeteer-core and axe-core");
  process.exit(2);
}

const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};
const chromium = [process.env.BASIN_CHROMIUM, ..."chromium chromium-browser google-chrome".split(" ")
  .flatMap((name) => (process.env.PATH || "").split(":").map((place) => path.join(place, name)))]
  .find((file) => file && existsSync(file));
if (!chromium) skip("Chromium is not to be found; install chromium (Debian) or name it in BASIN_CHROMIUM");
const require = createRequire(pathToFileURL(path.join(path.resolve(modules), "page.js")));
let puppeteer, axe;
try {
  puppeteer = (await import(pathToFileURL(require.resolve("puppeteer-core")))).default;
  axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
} catch {
  skip(`puppeteer-core and axe-core are not in ${modules}; ci/setup.sh puts them there where npm and its registry answer`);
}
const file = path.resolve(folder, "index.html");
if (!existsSync(file)) {
  console.error(`${file}: there is no page; basin report writes it`);
  process.exit(1);
}
const address = pathToFileURL(file).href;
const results = fileURLToPath(new URL("../../bench/results.json", import.meta.url));

let mistakes = 0, checks = 0;
const expect = (holds, sentence) => {
  ++checks;
  if (holds) return;
  ++mistakes;
  console.log(`FAILED: ${sentence}`);
};

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
const wide = { width: 1280, height: 900 }, phone = { width: 375, height: 800 };

/// A fresh page that says what it complains of and what it asks the network for.
const open = async (viewport, { scheme = "light", script = true } = {}) => {
  const page = await browser.newPage();
  page.on("console", (m) => expect(!["error", "warn"].includes(m.type()), `the console says: ${m.text()}`));
  page.on("pageerror", (error) => expect(false, `the script fails: ${error.message}`));
  page.on("request", (request) =>
    expect(request.url() === address || request.url().startsWith("data:"), `it asks for ${request.url()}`));
  await page.setViewport(viewport);
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme },
                                   { name: "prefers-reduced-motion", value: "reduce" }]);
  await page.goto(address, { waitUntil: "load" });
  return page;
};
/// The sources of the claims' rows that are to be seen, in their order.
const shown = (page) => page.$$eval("#claims-table > tbody", (bodies) =>
  bodies.filter((body) => body.checkVisibility()).map((body) => ({ id: body.id, ...body.dataset })));
const fits = async (page, where) => {
  const [content, window] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content <= window, `${where}: the page is ${content} pixels wide in a window of ${window}`);
};
const select = async (page, name, value) => {
  await page.select(`#filter-${name}`, value);
  return shown(page);
};
const text = (page, selector) => page.$eval(selector, (element) => element.textContent);

const look = async () => {
  const page = await open(wide);
  const all = await shown(page);
  expect(all.length > 0, "there are no claims");
  await fits(page, "1280 wide");
  const twice = await page.$$eval("[id]", (list) => list.map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i));
  expect(twice.length === 0, `ids that occur twice: ${twice.join(", ")}`);
  const figures = await page.$$eval("figure", (list) => list.map((figure) => ({
    id: figure.id,
    pictures: [...figure.querySelectorAll("img")].map((i) => i.complete && i.naturalWidth > 0 && i.checkVisibility() && i.alt),
    rows: figure.querySelectorAll("table tbody tr").length,
    explained: figure.querySelector(".note") !== null,
    files: [...figure.querySelectorAll(".files a")].map((link) => link.getAttribute("href")),
  })));
  for (const figure of figures) {
    expect(figure.pictures.every(Boolean), `${figure.id}: a picture is not drawn or has no words`);
    expect(figure.pictures.length > 0 || figure.explained, `${figure.id}: neither a picture nor a note why there is none`);
    expect(figure.rows > 0 || figure.explained, `${figure.id}: neither numbers nor a note why there are none`);
    expect(figure.files.some((name) => name.endsWith(".csv")), `${figure.id}: no CSV file`);
    for (const name of figure.files)
      expect(existsSync(path.resolve(folder, decodeURI(name))), `${figure.id}: ${name} is not beside the page`);
  }

  // Tables with words for what is met, or the sentence that says how to measure.
  const benchmarks = await page.$eval("#benchmarks", (section) => ({
    rows: section.querySelectorAll("tbody tr").length,
    marks: [...section.querySelectorAll(".badge")].map((badge) => badge.textContent.trim()),
    words: section.querySelectorAll("p").length,
    linked: document.querySelector('nav a[href="#benchmarks"]') !== null,
  }));
  expect(benchmarks.linked && benchmarks.words > 0, "the contents do not lead to the benchmarks, or they say nothing");
  expect(benchmarks.rows > 0 || !existsSync(results), `${results} is there, but no benchmark is on the page`);
  expect(benchmarks.marks.every((words) => /^(✓met|✗missed)$/.test(words)), `benchmarks: marks ${benchmarks.marks}`);

  for (const name of ["source", "standing", "tier", "kind"]) {
    const value = all[all.length - 1][name];
    const rows = await select(page, name, value);
    const wanted = all.filter((claim) => claim[name] === value).length;
    expect(rows.length === wanted && rows.every((claim) => claim[name] === value), `filter ${name}=${value}: wrong rows`);
    const says = await text(page, "#filter-count");
    expect(says === `${wanted} of ${all.length} claims shown`, `filter ${name}=${value}: says '${says}'`);
    await select(page, name, "");
  }
  const source = all[0].source;
  const type = (words) => page.$eval("#filter-text", (input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, words);
  await type(source.toUpperCase());
  const typed = await shown(page);
  // Other sources' claims may name this one in their words.
  const naming = await page.$$eval("#claims-table > tbody", (bodies, word) =>
    bodies.filter((body) => body.querySelector(".claim").textContent.toLowerCase().includes(word)).length, source);
  expect(typed.length > 0 && typed.length === naming, `typing ${source}: ${typed.length} rows, ${naming} name it`);
  await type(`${source} no such words`);
  expect((await shown(page)).length === 0, "typing what no claim has leaves rows");
  // A link to a claim finds it although it is filtered out.
  await page.evaluate((id) => { location.hash = id; }, all[0].id);
  await page.waitForFunction((id) => document.getElementById(id).checkVisibility(), { timeout: 5000 }, all[0].id);
  await page.click("#filter-unexpected");
  const unexpected = all.filter((claim) => claim.unexpected === "yes").length;
  expect((await shown(page)).length === unexpected, "'unexpected only' shows other rows");
  await page.click("#filters button");
  expect((await shown(page)).length === all.length, "'Show all' does not show all");

  // Each column twice, in the page itself: a call a click would take seconds.
  const sorted = await page.evaluate(() => {
    const table = document.getElementById("claims-table");
    const turn = (column) => {
      const head = table.tHead.rows[0].cells[column];
      head.querySelector("button").click();
      return { column, sort: head.getAttribute("aria-sort"), marked: table.querySelectorAll("[aria-sort]").length,
               keys: [...table.tBodies].map((body) => body.rows[0].cells[column].dataset.sort) };
    };
    return [...table.tHead.rows[0].cells].flatMap((head, column) => [turn(column), turn(column)]);
  });
  const less = (a, b) => (Number.isNaN(Number(a)) || Number.isNaN(Number(b)) ? a < b : Number(a) < Number(b));
  for (const [i, { column, sort, marked, keys }] of sorted.entries()) {
    const known = keys.filter((key) => key !== "");
    expect(keys.slice(0, known.length).every((key) => key !== ""), `column ${column}: rows without a key are not last`);
    expect(known.every((key, k) => k === 0 || !(sort === "descending" ? less(known[k - 1], key) : less(key, known[k - 1]))),
      `column ${column}: not in ${sort} order`);
    expect(marked === 1, `column ${column}: ${marked} columns say that they are sorted`);
    expect(i % 2 === 0 || new Set([sort, sorted[i - 1].sort]).size === 2, `column ${column}: the second click says ${sort}`);
  }

  await page.emulateMediaType("print");
  const hidden = await page.$$eval("#claims-table > tbody", (b) => b.filter((x) => !x.checkVisibility()).length);
  expect(hidden === 0, `on paper ${hidden} claims are hidden`);
  expect(!(await page.$eval("#filters", (element) => element.checkVisibility())), "on paper there are controls");
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  const folded = ".source details:not([open]), tbody[data-standing=contradicted] details:not([open]), " +
    "tbody[data-unexpected=yes] details:not([open])";
  expect((await page.$$(folded)).length === 0, "on paper figures' tables or claims' reasons are folded");
  await page.setViewport({ width: 1047, height: 740 });  // A4, landscape, inside its margins
  await fits(page, "on paper");
  await page.close();
};

const narrow = async () => {
  const page = await open(phone);
  await fits(page, "375 wide");
  await page.$$eval("details", (list) => list.forEach((details) => { details.open = true; }));
  await fits(page, "375 wide, everything open");
  const before = await shown(page);
  const rows = await select(page, "source", before[0].source);
  expect(rows.every((claim) => claim.source === before[0].source), "375 wide: the filter leaves other sources");
  await page.close();
};

const withoutScript = async () => {
  const page = await open(phone, { script: false });
  const rows = await page.$$eval("#claims-table > tbody", (bodies) =>
    bodies.map((body) => body.checkVisibility() && body.querySelector(".badge").textContent.trim().length > 1));
  expect(rows.length > 0 && rows.every(Boolean), "without JavaScript not every claim can be read");
  expect((await page.$$("#filters *, thead button")).length === 0, "without JavaScript there are controls that do nothing");
  await fits(page, "375 wide without JavaScript");
  await page.close();
};

/// Leaves two claims of each standing and the first rows of long tables: what axe finds in one it finds in all, and
/// hundreds take it minutes. Details are opened.
const thin = (page) => page.evaluate(() => {
  const seen = new Map();
  for (const body of [...document.getElementById("claims-table").tBodies]) {
    const key = `${body.dataset.standing} ${body.dataset.unexpected}`;
    seen.set(key, (seen.get(key) || 0) + 1);
    if (seen.get(key) > 2) body.remove();
  }
  for (const row of document.querySelectorAll(".scroll tbody tr:nth-child(n + 4)")) row.remove();
  for (const details of document.querySelectorAll("details")) details.open = true;
});

const accessible = async (viewport, scheme) => {
  const page = await open(viewport, { scheme });
  await thin(page);
  await page.evaluate(axe);
  // The dark scheme changes colours only: contrast is what it can break.
  const rules = scheme === "dark" ? { runOnly: ["color-contrast"] } : {};
  const found = await page.evaluate((only) => axe.run(document, { resultTypes: ["violations"], ...only }), rules);
  for (const violation of found.violations)
    expect(false, `axe, ${viewport.width} wide, ${scheme}: ${violation.id}: ${violation.help} (${violation.nodes.length}): ` +
      violation.nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.failureSummary}`).join("; "));
  expect(found.violations.length === 0, `axe, ${viewport.width} wide, ${scheme}: ${found.violations.length} rules broken`);
  await page.close();
};

try {
  await look();
  await narrow();
  await withoutScript();
  for (const viewport of [wide, phone]) for (const scheme of ["light", "dark"]) await accessible(viewport, scheme);
} finally {
  await browser.close();
}
console.log(`${checks} checks, ${mistakes} mistakes`);
process.exit(mistakes > 0 ? 1 : 0);
