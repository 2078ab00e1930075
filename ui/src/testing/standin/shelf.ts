/** The stand-in's forms, places and people of the laptop. */
import {
  type FormInstalled,
  type FormLook,
  type FormPreview,
  HostFault,
  type InstalledForm,
  type LaptopPerson,
  type PlaceListVersion,
  type TargetRow,
} from "../../host";
import { forms, NOW, type Options, people } from "./laptop";

const languages = [
  { code: "en", name: "English" },
  { code: "km", name: "Khmer" },
];

/** A file with mistakes in it, and one that is a newer version of a form that is here. */
export const looks: Record<"broken" | "newer", FormLook> = {
  broken: {
    source_name: "water-points.xlsx",
    usable: false,
    id: "",
    version: "",
    title: "",
    languages: [],
    questions: 0,
    news: "form",
    findings: [
      {
        severity: "error",
        sheet: "survey",
        row: 14,
        column: "relevant",
        message: "there is no question “soruce”: did you mean “source”?",
      },
      {
        severity: "error",
        sheet: "survey",
        row: 21,
        column: "type",
        message: "the list “yes_no” is not in the sheet choices",
      },
      {
        severity: "warning",
        sheet: "choices",
        row: 9,
        column: "label::Khmer (km)",
        message: "this choice has no label in Khmer",
      },
    ],
    changes: [],
  },
  newer: {
    source_name: "eore_session.csv",
    usable: true,
    id: "eore_session",
    version: "2026.3",
    title: "Risk education session",
    languages,
    questions: 48,
    news: "version",
    findings: [
      {
        severity: "warning",
        sheet: "survey",
        row: 30,
        column: "hint::Khmer (km)",
        message: "this hint is not translated",
      },
    ],
    changes: [
      "“Posters given” is new.",
      "The list venue has a new choice: Health centre.",
      "Drafts and records of the old version can still be read whole.",
    ],
  },
};

const preview = (id: string, version: string, title: string, language: string): FormPreview => {
  const km = language === "km";
  const line = (
    path: string,
    kind: string,
    label: string,
    more: Partial<FormPreview["lines"][number]> = {},
  ) => ({
    path,
    depth: path.split("/").length - 1,
    kind,
    label,
    hint: "",
    required: false,
    conditional: false,
    untranslated: false,
    choices: [],
    choice_count: 0,
    ...more,
  });
  return {
    id,
    version,
    title,
    language: km ? "km" : "en",
    languages,
    untranslated: km ? 1 : 0,
    lines: [
      line("place", "group", km ? "ទីកន្លែង" : "Where"),
      line("place/date", "date", km ? "កាលបរិច្ឆេទ" : "Date", { required: true }),
      line("place/venue", "select_one", km ? "កន្លែងប្រជុំ" : "Venue", {
        choices: km ? ["វត្ត", "សាលារៀន", "ផ្ទះ"] : ["Pagoda", "School", "House"],
        choice_count: 9,
      }),
      line("place/other", "text", "Which other place", {
        conditional: true,
        untranslated: km,
        hint: km ? "ជាពាក្យរបស់អ្នក" : "In your own words",
      }),
      line("given", "repeat", km ? "សម្ភារៈ" : "Materials"),
      line("given/kind", "select_multiple", km ? "ប្រភេទ" : "Kind", {
        choices: km ? ["ផ្ទាំងរូបភាព", "សៀវភៅ"] : ["Poster", "Book"],
        choice_count: 2,
      }),
    ],
  };
};

/** What donors ask of projects on the stand-in. */
const targets: TargetRow[] = [
  ["E2", "E2 People taught, 2026-01-01 – 2026-12-31", 12_000],
  ["E1", "E1 Sessions held, 2026-01-01 – 2026-12-31", 600],
].map(([indicator, title, target]) => ({
  project: "EU-2026",
  indicator: String(indicator),
  title: String(title),
  from: "2026-01-01",
  to: "2026-12-31",
  target: Number(target),
}));

export function shelf(options: Options) {
  const held: InstalledForm[] = forms.map(([id, en], at) => ({
    id,
    title: en,
    languages,
    records: 40 - at,
    versions: [
      {
        version: "2026.2",
        source_name: `${id}.csv`,
        installed_at: "2026-11-20T08:00:00+07:00",
        active: true,
      },
      ...(at === 0
        ? [
            {
              version: "2026.1",
              source_name: `${id}.csv`,
              installed_at: "2026-09-02T08:00:00+07:00",
              active: false,
            },
          ]
        : []),
    ],
  }));
  const lists: PlaceListVersion[] = [
    {
      list: "KH",
      version: 2,
      source_name: "kh-2026.csv",
      places: 16_482,
      imported_at: "2026-11-02T09:12:00+07:00",
      newest: true,
    },
    {
      list: "KH",
      version: 1,
      source_name: "built-in kh.csv",
      places: 25,
      imported_at: "2026-09-02T08:00:00+07:00",
      newest: false,
    },
  ];
  let looked: FormLook | null = null;
  const find = (id: string): InstalledForm => {
    const form = held.find((one) => one.id === id);
    if (!form) throw new HostFault("not_found", `no form ${id}`);
    return form;
  };
  const put = (id: string, version: string | null) => {
    for (const one of find(id).versions) one.active = one.version === version;
    return structuredClone(held);
  };
  const allowed = () => {
    if (options.role === "field" || options.role === "coordinator")
      throw new HostFault("not_allowed", "your role may not look after forms");
  };
  return {
    peopleHere: async (): Promise<LaptopPerson[]> => [
      {
        id: "p1",
        name: people[options.role],
        role: options.role,
        teams: [{ id: "BTB02", name: "Battambang 2" }],
        all_teams: options.role === "supervisor",
        active: true,
        me: true,
      },
      {
        id: "p2",
        name: "Keo Vanna",
        role: "va",
        teams: [{ id: "BTB01", name: "Battambang 1" }],
        all_teams: false,
        active: true,
        me: false,
      },
      {
        id: "p3",
        name: "ចាន់ សុភា",
        role: "field",
        teams: [],
        all_teams: false,
        active: false,
        me: false,
      },
    ],
    targets: async () => (options.records === 0 ? [] : structuredClone(targets)),
    importTargets: async () => targets.length,
    placesLists: async () => (options.records === 0 ? [] : structuredClone(lists)),
    importPlaces: async () => {
      allowed();
      return { list: "KH", version: 3, places: 16_490, added: 12, changed: 3, retired: 4 };
    },
    about: async () => ({ version: "0.1.0", system: "linux x86_64" }),
    formShelf: async () => {
      allowed();
      return options.records === 0 ? [] : structuredClone(held);
    },
    lookAtForm: async () => {
      allowed();
      looked = looks[options.file];
      return structuredClone(looked);
    },
    formTake: async (): Promise<FormInstalled> => {
      allowed();
      if (!looked?.usable) throw new HostFault("not_found", "no form was looked at");
      const { id, version, title } = looked;
      for (const one of find(id).versions) one.active = false;
      find(id).versions.unshift({
        version,
        source_name: looked.source_name,
        installed_at: NOW,
        active: true,
      });
      const own = { findings: [], files: [], lists: [], missing: [] };
      return { id, version, title, new: true, changes: looked.changes, ...own };
    },
    formActivate: async (id: string, version: string) => put(id, version),
    formRetire: async (id: string) => put(id, null),
    formPreview: async (id: string, version: string, language: string) =>
      preview(id, version, find(id).title, language),
  };
}
