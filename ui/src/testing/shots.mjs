// The screens as they are looked at: every one in each of its states.

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

const onAside = async (p) => {
  await p.getByTestId("discard").click();
  await p.getByTestId("aside-open").click();
  await p.waitForTimeout(200);
};

/** Until a map was drawn, or it was said that none can be. */
const drawn = (p) =>
  p.locator("[data-testid=map-canvas][data-drawn], [data-testid=map-none]").first().waitFor();
const onMap = async (p) => {
  await p.getByTestId("report-view-map").click();
  await drawn(p);
};
const onChosen = async (p) => {
  await onMap(p);
  await p.getByTestId("find-rec-3").click();
  await p.waitForTimeout(300);
};
const onBrought = async (p) => {
  await onMap(p);
  await p.getByTestId("map-behind").selectOption({ index: 1 });
  await p.waitForTimeout(800);
};

const onPlace = async (p) => {
  await p.locator("[data-testid=place-map] [data-drawn]").waitFor({ timeout: 20_000 });
  await p.getByTestId("place-map").scrollIntoViewIfNeeded();
  await p.waitForTimeout(300);
};

const onBar = async (p) => {
  await p.locator("[data-testid=chart-SADD] svg").focus();
  await p.keyboard.press("ArrowDown");
  await p.getByTestId("bar-said").waitFor();
};

/** Each: its name, the options of the stand-in host, the place in the app, and what is done there first. */
export const shots = [
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
  ["home-aside", ...field("#/draft/draft-1"), onAside],
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
    "form-map",
    ...field("#/new/eore_session"),
    async (p) => {
      await p.getByTestId("aim-where/position").click();
      await drawn(p);
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
  ["records-map", "role=field", "#/records?as=map", drawn],
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
  [
    "form-apart",
    ...field("#/record/rec-4"),
    async (p) => {
      await p.getByTestId("settle").click();
      await p.locator("[data-testid^=apart-]").first().scrollIntoViewIfNeeded();
      await p.waitForTimeout(300);
    },
  ],
  ["review", "role=supervisor", "#/review"],
  ["review-place", "role=supervisor", "#/review/rec-0", onPlace],
  ["review-looked", "role=coordinator", "#/review/rec-0"],
  ["review-contested", "role=supervisor&contested=true", "#/review/rec-1"],
  ["review-override", "role=supervisor", "#/review/rec-0", (p) => p.keyboard.press("a")],
  [
    "review-narrowed",
    "role=supervisor",
    "#/review",
    async (p) => {
      await p.getByTestId("narrow").click();
      await p.getByTestId("late-teams").click();
      await p.getByTestId("state-counts").click();
    },
  ],
  [
    "review-taken",
    "role=supervisor",
    "#/review/rec-1",
    async (p) => {
      await p.getByTestId("move-verify").click();
      await p.getByTestId("take-back").waitFor();
    },
  ],
  ["review-empty", "role=supervisor&records=0", "#/review"],
  ["moved", "role=supervisor", "#/review/moved"],
  ["months", "role=supervisor", "#/review/months"],
  ["months-empty", "role=supervisor&records=0", "#/review/months"],
  [
    "months-lock",
    "role=supervisor",
    "#/review/months",
    (p) =>
      p
        .getByTestId(/^lock-/)
        .first()
        .click(),
  ],
  [
    "form-reply",
    ...field("#/"),
    async (p) => {
      await p.getByTestId(/^fix-/).first().click();
      await p.getByTestId("fixed-people/total").check();
      await p.getByTestId("reply-words-people/total").fill("36, the boys were counted twice.");
      await p.getByTestId("comment-people/total").scrollIntoViewIfNeeded();
    },
  ],
  ["return", "role=supervisor", "#/review/rec-0", (p) => p.getByTestId("move-return").click()],
  ["reports", "role=supervisor", "#/reports"],
  ["reports-give", "role=supervisor", "#/reports", (p) => p.getByTestId("report-give").click()],
  [
    "reports-give-rows",
    "role=supervisor",
    "#/reports",
    async (p) => {
      await p.getByTestId("report-give").click();
      await p.getByTestId("report-what").selectOption("accident");
    },
  ],
  ["reports-empty", "role=supervisor&records=0", "#/reports"],
  ["reports-broken", "role=supervisor&broken=true", "#/reports"],
  ["reports-map", "role=supervisor", "#/reports", onMap],
  [
    "reports-map-waiting",
    "role=supervisor",
    "#/reports",
    async (p) => {
      await onMap(p);
      await p.getByTestId("report-map-waiting").click();
      await p.waitForTimeout(800);
    },
  ],
  ["reports-map-chosen", "role=supervisor", "#/reports", onChosen],
  ["reports-map-brought", "role=supervisor&maps=some", "#/reports", onBrought],
  [
    "reports-map-empty",
    "role=supervisor&records=0",
    "#/reports",
    (p) => p.getByTestId("report-view-map").click(),
  ],
  ["reports-said", "role=supervisor", "#/reports", onBar],
  ["doubles", "role=supervisor", "#/review/doubles/rec-0/rec-1"],
  ["doubles-contested", "role=supervisor", "#/review/doubles"],
  [
    "doubles-merge",
    "role=supervisor",
    "#/review/doubles/rec-0/rec-1",
    (p) => p.getByTestId("double-merge").click(),
  ],
  ["sync", ...field("#/sync")],
  ["sync-offline", "role=field&road=offline", "#/sync"],
  ["sync-trial", "role=field&road=trial", "#/sync"],
  ["sync-files", "role=field&road=files", "#/sync"],
  [
    "stick-write",
    "role=field&road=handed",
    "#/sync",
    async (p) => {
      await p.getByTestId("stick-write").click();
      await p.getByTestId("stick-write-go").click();
      await p.getByTestId("stick-written").scrollIntoViewIfNeeded();
    },
  ],
  [
    "stick-progress",
    "role=field&road=handed&endless=true",
    "#/sync",
    async (p) => {
      await p.getByTestId("stick-write").click();
      await p.getByTestId("stick-write-go").click();
      await p.getByTestId("stick-progress").scrollIntoViewIfNeeded();
    },
  ],
  [
    "stick-lost",
    "role=field&stick=lost",
    "#/sync",
    async (p) => {
      await p.getByTestId("stick-read").click();
      await p.getByTestId("stick-choose").click();
      await p.getByTestId("stick-take").click();
      await p.getByTestId("stick-compared").scrollIntoViewIfNeeded();
    },
  ],
  [
    "stick-read",
    "role=field&stick=cut",
    "#/sync",
    async (p) => {
      await p.getByTestId("stick-read").click();
      await p.getByTestId("stick-choose").click();
      await p.getByTestId("stick-take").scrollIntoViewIfNeeded();
    },
  ],
  [
    "stick-sealed",
    "role=field&stick=sealed",
    "#/sync",
    async (p) => {
      await p.getByTestId("stick-read").click();
      await p.getByTestId("stick-choose").click();
      await p.getByTestId("stick-open").scrollIntoViewIfNeeded();
    },
  ],
  [
    "sync-hub",
    "role=coordinator",
    "#/sync",
    async (p) => {
      await p.getByTestId("hub-start").click();
      await p.getByTestId("hub-picture").scrollIntoViewIfNeeded();
    },
  ],
  [
    "sync-hub-use",
    "role=field",
    "#/sync",
    async (p) => {
      await p.getByTestId("hub-find").click();
      await p.getByTestId("hub-go-hub-1").click();
      await p.getByTestId("hub-visited").scrollIntoViewIfNeeded();
    },
  ],
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
    "settings-targets",
    "role=supervisor",
    "#/settings",
    (p) => p.getByTestId("targets-table").scrollIntoViewIfNeeded(),
  ],
  [
    "settings-maps",
    "role=supervisor&maps=some",
    "#/settings",
    (p) => p.getByTestId("settings-maps").scrollIntoViewIfNeeded(),
  ],
  [
    "settings-thresholds",
    "role=coordinator",
    "#/settings",
    async (p) => {
      await p.getByTestId("threshold-entry_seconds").fill("30");
      await p.getByTestId("thresholds-save").click();
      await p.getByTestId("threshold-rounded_percent").fill("700");
      await p.getByTestId("threshold-rounded_percent").scrollIntoViewIfNeeded();
    },
  ],
  [
    "settings-given",
    "role=supervisor",
    "#/settings",
    (p) => p.getByTestId("given-reveals").scrollIntoViewIfNeeded(),
  ],
  [
    "settings-pictures",
    "role=supervisor",
    "#/settings",
    (p) => p.getByTestId("settings-pictures").scrollIntoViewIfNeeded(),
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
