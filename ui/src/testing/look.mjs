// Takes pictures of the screens on the stand-in host, and says where words are clipped.
//   node src/testing/look.mjs OUT [NAME-FILTER]       (the dev server must be running)
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [out = "look", filter = ""] = process.argv.slice(2);
const base = process.env.LOOK_AT ?? "http://127.0.0.1:1420/dev.html";
const wide = { width: 1366, height: 768 };
const small = { width: 1024, height: 640 };

const field = (hash) => ["role=field", hash];
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
  ["menu", ...field("#/"), (p) => p.getByTestId("person-menu").click()],
  ["palette", ...field("#/"), (p) => p.keyboard.press("Control+k")],
  ["broken", "role=field&broken=true", "#/"],
];
const looks = [
  ["en-light", "language=en&theme=light", wide],
  ["km-light", "language=km&theme=light", wide],
  ["en-dark", "language=en&theme=dark", wide],
  ["en-contrast", "language=en&theme=contrast", wide],
  ["km-small", "language=km&theme=dark", small],
  ["en-small", "language=en&theme=light", small],
  ["en-175", "language=en&theme=light&textSize=175", wide],
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
for (const [look, query, viewport] of looks) {
  for (const [name, options, hash, act] of shots) {
    if (!`${name}.${look}`.includes(filter) && !new RegExp(filter).test(`${name}.${look}`))
      continue;
    const page = await browser.newPage({ viewport });
    const said = [];
    page.on("pageerror", (e) => said.push(String(e)));
    page.on("console", (m) => m.type() === "error" && said.push(m.text()));
    await page.goto(`${base}?${options}&${query}${hash}`);
    await page.waitForSelector("[data-testid]");
    await page.waitForTimeout(350);
    if (act) await act(page).catch((e) => said.push(String(e).split("\n")[0]));
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${out}/${name}.${look}.png` });
    const wideBy = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    const clipped = await page.evaluate(() =>
      [...document.querySelectorAll("button, h1, h2, th, dt, label, .chip")]
        .filter(
          (e) =>
            e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && !e.closest(".only-spoken"),
        )
        .map((e) => (e.textContent ?? "").slice(0, 40)),
    );
    // The page as it is painted, with its colours; axe is handed over as text, the policy allows no script.
    await page.evaluate(axe);
    const broken = await page.evaluate(async () => {
      const found = await window.axe.run(document);
      return found.violations.map(
        (v) => `${v.id} (${v.nodes.length}) ${v.nodes[0].html.slice(0, 120)}`,
      );
    });
    for (const rule of broken) said.push(`axe: ${rule}`);
    if (wideBy > 0) said.push(`wider than the window by ${wideBy}`);
    if (clipped.length > 0) said.push(`clipped: ${clipped.slice(0, 5).join(" | ")}`);
    if (said.length > 0) process.stdout.write(`${name}.${look}: ${said.join("; ")}\n`);
    await page.close();
  }
}
await browser.close();
