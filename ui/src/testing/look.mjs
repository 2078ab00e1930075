// Takes pictures of the screens on the stand-in host, and says what does not fit on them.
//   node src/testing/look.mjs OUT [NAME-FILTER]       pictures (the dev server must be running)
//   node src/testing/look.mjs --check [NAME-FILTER]   no pictures: with words large and long, nothing may be cut,
//                                                     too small to hit or without a name; fails otherwise
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { misfits } from "./fits.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [out = "look", filter = ""] = process.argv.slice(2);
const checking = out === "--check";
const server = checking && !process.env.LOOK_AT ? await serve() : null;
const base =
  process.env.LOOK_AT ?? `http://127.0.0.1:${server?.config.server.port ?? 1420}/dev.html`;
const wide = { width: 1366, height: 768 };
const small = { width: 1024, height: 640 };

/** The development page on a free port. */
async function serve() {
  const { createServer } = await import("vite");
  const port = 1400 + (process.pid % 10_000);
  const dev = await createServer({
    server: { host: "127.0.0.1", port, strictPort: true },
    logLevel: "error",
  });
  await dev.listen();
  return dev;
}

const field = (hash) => ["role=field", hash];
const onSection = (section, keys) => async (p) => {
  await p.getByTestId(`section-${section}`).click();
  await p.waitForTimeout(500);
  if (keys) await p.keyboard.type(keys);
};
const onBands = (section) => async (p) => {
  await p.getByTestId(`q-${section}/mode-sadd12`).click();
  await p.getByTestId(`q-${section}/f_b4`).waitFor();
  await p.getByTestId(`section-${section}`).click();
  await p.waitForTimeout(500);
  await p.getByTestId(`q-${section}/women`).focus();
  for (const figure of ["16", "11", "3", "1", "1", "9"]) {
    await p.keyboard.type(figure);
    await p.keyboard.press("Tab");
  }
};
const onEra = async (p) => {
  await onSection("times")(p);
  await p.getByTestId("q-times/buddhist").fill("23/11/2569");
};
const onList = async (p) => {
  await onSection("one")(p);
  await p.getByTestId("q-one/village").click();
  await p.keyboard.type("7");
};
const onRows = async (p) => {
  await p.getByTestId("add-rows/goods").click();
  await p.keyboard.type("man");
  await p.keyboard.press("Enter");
  await p.keyboard.type("12");
  await p.keyboard.press("Enter");
  await p.waitForTimeout(200);
  await p.getByTestId("add-rows/people").click();
  await onSection("rows")(p);
};
const shots = [
  ["language", "stage=first_run&chosen=false", ""],
  ["ways", "stage=first_run", ""],
  ["try", "stage=first_run", "", (p) => p.getByTestId("way-try").click()],
  ["join", "stage=first_run", "", (p) => p.getByTestId("way-join").click()],
  [
    "recovery",
    "stage=first_run",
    "",
    async (p) => {
      await p.getByTestId("way-try").click();
      await p.getByTestId("your-name").fill("Dara");
      await p.getByTestId("passphrase-new").fill("four words of rice field");
      await p.getByTestId("passphrase-again").fill("four words of rice field");
      await p.waitForTimeout(400);
      await p.getByTestId("try-here").click();
    },
  ],
  ["unlock", "stage=locked", ""],
  ["home", ...field("#/")],
  ["home-coordinator", "role=coordinator", "#/"],
  ["home-supervisor", "role=supervisor", "#/"],
  ["home-empty", "role=field&records=0", "#/"],
  ["form", ...field("#/draft/draft-1")],
  [
    "form-people",
    ...field("#/draft/draft-1"),
    async (p) => {
      await p.getByTestId("section-people").click();
      await p.getByTestId("add-given/materials").click();
      await p.getByTestId("add-given/materials").click();
      await p.getByTestId("q-people/dis_girls").fill("2");
      await p.getByTestId("section-people").click();
      await p.waitForTimeout(400);
    },
  ],
  [
    "form-finish",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("finish").click();
      await p.waitForTimeout(300);
    },
  ],
  [
    "form-warning",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("q-people/women").fill("120");
      await p.getByTestId("q-people/total").fill("120");
      await p.waitForTimeout(400);
      await p.getByTestId("finish").click();
      await p.waitForTimeout(300);
      await p.getByTestId("jump-people/total").last().click();
      await p.waitForTimeout(600);
    },
  ],
  [
    "form-village",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("q-where/village").click();
      await p.keyboard.type("ph");
    },
  ],
  ["session", "role=field&programme=true", "#/new/eore_session"],
  ["session-people", "role=field&programme=true", "#/new/eore_session", onBands("sadd")],
  ["kinds-words", ...field("#/new/every_kind")],
  ["kinds-figures", ...field("#/new/every_kind"), onSection("figures")],
  ["kinds-times", ...field("#/new/every_kind"), onEra],
  ["kinds-one", ...field("#/new/every_kind"), onSection("one")],
  ["kinds-list", ...field("#/new/every_kind"), onList],
  ["kinds-several", ...field("#/new/every_kind"), onSection("several", "13")],
  ["kinds-table", ...field("#/new/every_kind"), onSection("table")],
  ["kinds-people", ...field("#/new/every_kind"), onBands("sadd")],
  ["kinds-rows", ...field("#/new/every_kind"), onRows],
  ["keys", ...field("#/new/every_kind"), (p) => p.keyboard.press("F1")],
  [
    "form-place",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("q-where/place").click();
      await p.keyboard.type("sung");
      await p.waitForTimeout(200);
      await p.keyboard.press("ArrowDown");
    },
  ],
  [
    "form-place-chosen",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("q-where/place").click();
      await p.keyboard.type("sung p");
      await p.waitForTimeout(200);
      await p.keyboard.press("Enter");
      await p.waitForTimeout(300);
    },
  ],
  [
    "form-file",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("q-given/sheet").scrollIntoViewIfNeeded();
      await p.waitForTimeout(200);
    },
  ],
  [
    "form-file-kept",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("choose-given/sheet").click();
      await p.waitForTimeout(300);
      await p.getByTestId("q-given/sheet").scrollIntoViewIfNeeded();
    },
  ],
  [
    "form-file-large",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("choose-given/sheet").click();
      await p.getByTestId("file-given/sheet").click();
      await p.waitForTimeout(400);
    },
  ],
  [
    "form-gps",
    "role=field&gps=COM3",
    "#/new/eore_session",
    async (p) => {
      await p.getByTestId("gps-where/position").scrollIntoViewIfNeeded();
      await p.getByTestId("gps-where/position").click();
      await p.waitForTimeout(40);
    },
  ],
  [
    "record-files",
    ...field("#/record/rec-0"),
    async (p) => {
      await p.getByTestId("answer-given/scan").scrollIntoViewIfNeeded();
      await p.waitForTimeout(200);
    },
  ],
  ["records", "role=field&records=5000", "#/records"],
  [
    "records-chosen",
    "role=field&records=5000",
    "#/records",
    async (p) => {
      await p.getByTestId("choose-rec-1").click();
      await p.getByTestId("choose-rec-3").click();
    },
  ],
  [
    "records-columns",
    "role=field&records=5000",
    "#/records",
    (p) => p.getByTestId("columns").click(),
  ],
  ["records-views", "role=field&records=5000", "#/records", (p) => p.getByTestId("views").click()],
  [
    "records-place",
    "role=field&records=5000",
    "#/records",
    (p) => p.getByTestId("filter-place").click(),
  ],
  ["masked", "role=coordinator", "#/record/rec-8"],
  ["reveal", "role=coordinator", "#/record/rec-8", (p) => p.getByTestId("reveal-all").click()],
  ["reveals", "role=supervisor", "#/record/rec-8"],
  ["timeline", "role=va", "#/about/rec-8"],
  ["timeline-new", "role=va", "#/about/rec-8", (p) => p.keyboard.press("n")],
  ["timeline-masked", "role=coordinator", "#/about/rec-8"],
  ["record", ...field("#/record/rec-0"), (p) => p.getByTestId("diff-rec-0-b").click()],
  ["record-conflict", ...field("#/record/rec-4")],
  ["review", "role=supervisor", "#/review"],
  ["return", "role=supervisor", "#/review/rec-0", (p) => p.getByTestId("move-return").click()],
  ["sync", ...field("#/sync")],
  ["sync-offline", "role=field&road=offline", "#/sync"],
  ["sync-trial", "role=field&road=trial", "#/sync"],
  ["settings", "role=supervisor", "#/settings"],
  [
    "settings-places",
    "role=supervisor",
    "#/settings",
    async (p) => {
      await p.getByTestId("places-try").fill("KH02");
      await p.getByTestId("place-KH0210").scrollIntoViewIfNeeded();
    },
  ],
  [
    "settings-pictures",
    "role=supervisor",
    "#/settings",
    (p) => p.getByTestId("settings-to-pictures").click(),
  ],
  [
    "settings-check",
    "role=supervisor",
    "#/settings",
    async (p) => {
      await p.getByTestId("doctor").click();
      await p.getByTestId("licences-open").click();
      await p.getByTestId("licences-open").scrollIntoViewIfNeeded();
    },
  ],
  ["forms", "role=supervisor", "#/forms"],
  ["forms-one", "role=supervisor", "#/forms/eore_session"],
  ["forms-empty", "role=supervisor&records=0", "#/forms"],
  [
    "forms-broken",
    "role=supervisor&file=broken",
    "#/forms",
    (p) => p.getByTestId("form-import").click(),
  ],
  ["forms-newer", "role=supervisor", "#/forms", (p) => p.getByTestId("form-import").click()],
  [
    "forms-read",
    "role=supervisor",
    "#/forms/eore_session",
    (p) => p.getByTestId("form-read-2026.2").click(),
  ],
  ["menu", ...field("#/"), (p) => p.getByTestId("person-menu").click()],
  ["palette", ...field("#/"), (p) => p.keyboard.press("Control+k")],
  ["broken", "role=field&broken=true", "#/"],
];
const pictures = [
  ["en-light", "language=en&theme=light", wide],
  ["km-light", "language=km&theme=light", wide],
  ["en-dark", "language=en&theme=dark", wide],
  ["en-contrast", "language=en&theme=contrast", wide],
  ["km-small", "language=km&theme=dark", small],
  ["en-small", "language=en&theme=light", small],
  ["en-175", "language=en&theme=light&textSize=175", wide],
  ["lo-light", "language=lo&theme=light", wide],
  ["vi-light", "language=vi&theme=light", wide],
  ["th-light", "language=th&theme=light", wide],
  ["my-light", "language=my&theme=light", wide],
];
const checks = [
  ["km-175", "language=km&textSize=175", wide],
  ["km-175-small", "language=km&textSize=175", small],
  ["long-175", "language=en-XA&textSize=175", wide],
  ["long-175-small", "language=en-XA&textSize=175", small],
  ["long-small", "language=en-XA", small],
  ["my-small", "language=my", small],
];
const looks = checking ? checks : pictures;

if (!checking) mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
let faults = 0;
for (const [look, query, viewport] of looks) {
  for (const [name, options, hash, act] of shots) {
    if (!`${name}.${look}`.includes(filter) && !new RegExp(filter).test(`${name}.${look}`))
      continue;
    const page = await browser.newPage({ viewport });
    const said = [];
    await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
    page.on("pageerror", (e) => said.push(String(e)));
    page.on("console", (m) => m.type() === "error" && said.push(m.text()));
    await page.goto(`${base}?${options}&${query}${hash}`);
    await page.waitForSelector("main");
    await page.waitForTimeout(350);
    if (act) await act(page).catch((e) => said.push(String(e).split("\n")[0]));
    await page.waitForTimeout(250);
    if (!checking) await page.screenshot({ path: `${out}/${name}.${look}.png` });
    const wideBy = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    const cut = await page.evaluate(misfits);
    // The page as it is painted, with its colours; axe is handed over as text, the policy allows no script.
    await page.evaluate(axe);
    const broken = await page.evaluate(async () => {
      // A popover stands outside the landmarks while it is open; it is a dialog of its own.
      const found = await window.axe.run(document, { rules: { region: { enabled: false } } });
      return found.violations.map(
        (v) => `${v.id} (${v.nodes.length}) ${v.nodes[0].html.slice(0, 120)}`,
      );
    });
    for (const rule of broken) said.push(`axe: ${rule}`);
    if (wideBy > 0) said.push(`wider than the window by ${wideBy}`);
    said.push(...cut);
    faults += said.length;
    if (said.length > 0) process.stdout.write(`${name}.${look}\n  ${said.join("\n  ")}\n`);
    await page.close();
  }
}
await browser.close();
await server?.close();
if (checking) process.exit(faults === 0 ? 0 : 1);
