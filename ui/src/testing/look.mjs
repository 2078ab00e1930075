// Takes pictures of the screens on the stand-in host, and says what does not fit on them.
//   node src/testing/look.mjs OUT [NAME-FILTER]       pictures
//   node src/testing/look.mjs --check [NAME-FILTER]   no pictures: with words large and long, nothing may be cut,
//                                                     too small to hit or without a name; fails otherwise
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { misfits } from "./fits.mjs";
import { shots } from "./shots.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [out = "look", filter = ""] = process.argv.slice(2);
const checking = out === "--check";
const wide = { width: 1366, height: 768 };
const small = { width: 1024, height: 640 };
const at = (name, viewport, size = 100) => ({ name, viewport, size });

/** Languages and themes, each with the layouts that one loading of the page is measured in. */
const pictures = [
  [
    "language=en&theme=light",
    [at("en-light", wide), at("en-small", small), at("en-175", wide, 175)],
  ],
  ["language=km&theme=light", [at("km-light", wide)]],
  ["language=en&theme=dark", [at("en-dark", wide)]],
  ["language=en&theme=contrast", [at("en-contrast", wide)]],
  ["language=km&theme=dark", [at("km-small", small)]],
  ["language=lo&theme=light", [at("lo-light", wide)]],
  ["language=vi&theme=light", [at("vi-light", wide)]],
  ["language=th&theme=light", [at("th-light", wide)]],
  ["language=my&theme=light", [at("my-light", wide)]],
];
/**
 * Words that are large, long, and tall. Axe looks at each screen in one of them: what it finds lies in how a page is
 * built and in its colours, not in its words. Tall letters are looked at once for each screen.
 */
const checks = [
  ["language=km", [at("km-175", wide, 175), at("km-175-small", small, 175)]],
  ["language=en-XA", [at("long-175-small", small, 175), at("long-small", small)], "no axe"],
  ["language=my", [at("my-small", small)], "no axe"],
];
const tall = (shot) => !shot[0].includes("-");

/** The development page, built once and served on a free port. */
async function serve() {
  const folder = mkdtempSync(join(tmpdir(), "sala-look-"));
  const logLevel = "error";
  await build({
    logLevel,
    build: { outDir: folder, minify: false, rolldownOptions: { input: "dev.html" } },
  });
  const server = await preview({
    logLevel,
    build: { outDir: folder },
    preview: { host: "127.0.0.1", port: 0, open: false },
  });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { base: `${server.resolvedUrls.local[0]}dev.html`, close };
}

/** Until words have their letters and two frames were painted; a picture waits for movement to end too. */
async function settled(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise((painted) => requestAnimationFrame(painted));
    await document.fonts.ready;
    await frame();
    await frame();
  });
  await page.waitForTimeout(checking ? 60 : 250);
}

const overlays = (page) =>
  page.locator("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]").count();

/** A page of its own in this layout, brought to where the shot is; `said` hears of everything that goes wrong. */
async function opened(visitor, base, [, options, hash, act], query, layout, said) {
  const page = await visitor.newPage();
  await page.setViewportSize(layout.viewport);
  page.on("pageerror", (e) => said.push(String(e)));
  page.on("console", (m) => m.type() === "error" && said.push(m.text()));
  await page.goto(`${base}?${options}&${query}&textSize=${layout.size}${hash}`);
  await page.waitForSelector("main");
  await page.locator("[data-testid=loading]").first().waitFor({ state: "detached" });
  await settled(page);
  if (act) await act(page).catch((e) => said.push(String(e).split("\n")[0]));
  await settled(page);
  return page;
}

/** The same page in another layout; false when a menu or a dialog closed on the way. */
async function laidOut(page, layout) {
  const before = await overlays(page);
  await page.setViewportSize(layout.viewport);
  await page.evaluate((size) => {
    document.documentElement.style.setProperty("--text-size", String(size / 100));
  }, layout.size);
  await settled(page);
  return (await overlays(page)) === before;
}

async function measured(page) {
  const { over, cut } = {
    over: await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    ),
    cut: await page.evaluate(misfits),
  };
  return over > 0 ? [`wider than the window by ${over}`, ...cut] : cut;
}

/** What axe finds in the page as it is painted, with its colours; handed over as text, the policy allows no script. */
async function barriers(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // A popover stands outside the landmarks while it is open; it is a dialog of its own.
    const found = await window.axe.run(document, { rules: { region: { enabled: false } } });
    return found.violations.map(
      (v) => `axe: ${v.id} (${v.nodes.length}) ${v.nodes[0].html.slice(0, 120)}`,
    );
  });
}

/** One shot in every layout of one language and theme; answers how many faults it has. */
async function looked(visitor, base, shot, [query, layouts, without]) {
  const wanted = layouts.filter(({ name }) => new RegExp(filter).test(`${shot[0]}.${name}`));
  let page = null;
  let faults = 0;
  for (const layout of wanted) {
    const said = [];
    if (page && !(await laidOut(page, layout))) {
      await page.close();
      page = null;
    }
    const fresh = page === null;
    page ??= await opened(visitor, base, shot, query, layout, said);
    const name = `${shot[0]}.${layout.name}`;
    if (!checking) await page.screenshot({ path: join(out, `${name}.png`) });
    said.push(...(await measured(page)));
    if (fresh && !without) said.push(...(await barriers(page)));
    if (said.length > 0) process.stdout.write(`${name}\n  ${said.join("\n  ")}\n`);
    faults += said.length;
  }
  await page?.close();
  return faults;
}

if (!checking) mkdirSync(out, { recursive: true });
const { base, close } = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const waiting = (checking ? checks : [...pictures, ...checks]).flatMap((look) =>
  shots.filter((shot) => look[0] !== "language=my" || tall(shot)).map((shot) => [shot, look]),
);
let faults = 0;
const worker = async () => {
  // One visitor for all pages, so that the program is read once; what a page kept is not the next one's.
  const visitor = await browser.newContext({
    reducedMotion: checking ? "reduce" : "no-preference",
  });
  await visitor.addInitScript(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    // Added after it came: while it was awaited, another worker may have added.
    const found = await looked(visitor, base, ...next);
    faults += found;
  }
};
await Promise.all(Array.from({ length: availableParallelism() }, worker));
await browser.close();
await close();
if (checking) process.exit(faults === 0 ? 0 : 1);
