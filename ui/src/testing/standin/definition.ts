/** A small risk-education session, enough to show every kind of question. */

export type Said = [english: string, khmer: string];
export type Answers = Map<string, string>;

export interface Ask {
  name: string;
  kind: string;
  label: Said;
  hint?: Said;
  guidance?: Said;
  range?: { start: string; end: string; step: string; placeholder: string };
  /** Whether an answer is needed only now. */
  needed?: (answers: Answers, at: string) => boolean;
  required?: boolean;
  readOnly?: boolean;
  appearance?: string;
  /** The file of the picture beside the label. */
  image?: string;
  /** Each choice has a picture, named after its code. */
  pictured?: boolean;
  /** Lines that a text has room for. */
  rows?: number;
  choices?: [string, ...Said][];
  children?: Ask[];
  relevant?: (answers: Answers, at: string) => boolean;
  /** What is wrong with an answer that is there. */
  check?: (value: string, answers: Answers, at: string) => Said | null;
  /** What a reader might wonder about; it does not stop the draft. */
  warn?: (value: string, answers: Answers) => Said | null;
  /** What a rule wonders about until somebody says why it is right. */
  explain?: { rule: string; when: (value: string, answers: Answers) => Said | null };
  compute?: (answers: Answers, at: string) => string;
}

const whole = (value: string): Said | null =>
  /^\d+$/.test(value) ? null : ["Write a whole number.", "សូមសរសេរជាលេខគត់។"];

const people = (name: string, english: string, khmer: string): Ask => ({
  name,
  kind: "integer",
  label: [english, khmer],
  required: true,
  check: whole,
});

const disabled = (group: string, english: string, khmer: string): Ask => ({
  ...people(`dis_${group}`, english, khmer),
  required: false,
  check: (value, answers) => {
    const wrong = whole(value);
    if (wrong) return wrong;
    const all = Number(answers.get(`people/${group}`) || 0);
    return Number(value) > all
      ? [`${english}: more than all of the group.`, `${khmer}៖ ច្រើនជាងចំនួនទាំងអស់ក្នុងក្រុម។`]
      : null;
  },
});

const hamlets: [string, string, string][] = [
  ["Phlov Meas", "ផ្លូវមាស", "KH02070305"],
  ["Phlov Meas Leu", "ផ្លូវមាសលើ", "KH02070306"],
  ["Sdau", "ស្តៅ", "KH02070101"],
  ["Andaeuk Haeb", "អណ្តើកហែប", "KH02070201"],
  ["Traeng", "ត្រែង", "KH02070401"],
  ["Ou Da", "អូរដា", "KH02090103"],
  ["Ta Krei", "តាក្រី", "KH02090104"],
  ["Kamrieng", "កំរៀង", "KH02090101"],
  ["Samlout", "សំឡូត", "KH02120101"],
];

export const villages: [string, ...Said][] = hamlets.map(([latin, khmer, code]) => [
  code,
  `${latin} (${khmer})`,
  `${khmer} ${latin}`,
]);

export const session: Ask[] = [
  {
    name: "where",
    kind: "group",
    label: ["Where and when", "ទីកន្លែង និងពេលវេលា"],
    children: [
      {
        name: "village",
        kind: "select_one",
        label: ["Village", "ភូមិ"],
        hint: ["Khmer, Latin or code", "អក្សរខ្មែរ ឡាតាំង ឬលេខកូដ"],
        required: true,
        appearance: "autocomplete",
        choices: [...villages, ["other", "The village is not in the list", "ភូមិមិនមានក្នុងបញ្ជី"]],
      },
      {
        name: "village_name",
        kind: "text",
        label: ["Name of the village", "ឈ្មោះភូមិ"],
        required: true,
        relevant: (a) => a.get("where/village") === "other",
      },
      {
        name: "date",
        kind: "date",
        label: ["Date", "កាលបរិច្ឆេទ"],
        required: true,
        check: (value) =>
          /^\d{4}-\d{2}-\d{2}$/.test(value)
            ? null
            : ["Write the date as day/month/year.", "សូមសរសេរជា ថ្ងៃ/ខែ/ឆ្នាំ។"],
      },
      { name: "start", kind: "time", label: ["Start", "ចាប់ផ្តើម"], required: true },
      {
        name: "position",
        kind: "geopoint",
        label: ["Position", "ទីតាំង"],
        hint: ["Only where it is safe to record it.", "តែកន្លែងដែលមានសុវត្ថិភាពប៉ុណ្ណោះ។"],
      },
      {
        name: "coord_input",
        kind: "text",
        label: ["Coordinates as they were given", "កូអរដោនេដូចដែលបានផ្តល់"],
        relevant: (a) => (a.get("where/coord_input") ?? "") !== "",
      },
      {
        name: "coord_epsg",
        kind: "select_one",
        label: ["On which map grid?", "តាមប្រព័ន្ធផែនទីណា?"],
        relevant: (a) => (a.get("where/coord_input") ?? "") !== "",
        choices: [
          ["4326", "WGS 84, degrees", "WGS 84 ដឺក្រេ"],
          ["32648", "WGS 84, UTM zone 48N", "WGS 84 UTM តំបន់ 48N"],
          ["4131", "Indian 1960, degrees", "Indian 1960 ដឺក្រេ"],
        ],
      },
      {
        name: "place",
        kind: "text",
        label: ["Find the place", "ស្វែងរកទីកន្លែង"],
        appearance: "place",
      },
    ],
  },
  {
    name: "session",
    kind: "group",
    label: ["Session", "វគ្គ"],
    children: [
      {
        name: "kind",
        kind: "select_one",
        label: ["Kind of session", "ប្រភេទវគ្គ"],
        required: true,
        choices: [
          ["group_session", "Group session", "វគ្គជាក្រុម"],
          ["school_lesson", "School lesson", "មេរៀននៅសាលា"],
          ["door_to_door", "Door to door", "ពីផ្ទះមួយទៅផ្ទះមួយ"],
          ["event", "Event", "ព្រឹត្តិការណ៍"],
        ],
      },
      {
        name: "venue",
        kind: "select_one",
        label: ["Venue", "ទីកន្លែងប្រមូលផ្តុំ"],
        required: true,
        choices: [
          ["school", "School", "សាលារៀន"],
          ["pagoda", "Pagoda", "វត្ត"],
          ["village_chief", "Village chief's house", "ផ្ទះមេភូមិ"],
          ["commune_hall", "Commune hall", "សាលាឃុំ"],
          ["market", "Market", "ផ្សារ"],
          ["household", "Household", "ផ្ទះប្រជាពលរដ្ឋ"],
        ],
      },
      {
        name: "messages",
        kind: "select_multiple",
        label: ["Messages", "សារអប់រំ"],
        required: true,
        choices: [
          ["do_not_touch", "Do not touch", "កុំប៉ះពាល់"],
          ["report", "Report it", "រាយការណ៍"],
          ["safe_play", "Safe places to play", "កន្លែងលេងសុវត្ថិភាព"],
          ["scrap", "Dangers of scrap metal", "គ្រោះថ្នាក់អេតចាយ"],
          ["farming", "Safe farming", "ធ្វើស្រែចម្ការសុវត្ថិភាព"],
        ],
      },
    ],
  },
  {
    name: "people",
    kind: "group",
    appearance: "sadd-grid",
    label: ["People who took part", "មនុស្សដែលបានចូលរួម"],
    children: [
      people("women", "Women", "ស្ត្រី"),
      people("men", "Men", "បុរស"),
      people("girls", "Girls", "ក្មេងស្រី"),
      people("boys", "Boys", "ក្មេងប្រុស"),
      {
        ...people("total", "Total counted", "ចំនួនរាប់សរុប"),
        check: (value, a) => {
          const made = ["women", "men", "girls", "boys", "unspecified_adult"].reduce(
            (sum, group) => sum + Number(a.get(`people/${group}`) || 0),
            0,
          );
          return Number(value) === made
            ? null
            : [`The groups make ${made}, not ${value}.`, `ក្រុមបូកបាន ${made} មិនមែន ${value} ទេ។`];
        },
        explain: {
          rule: "S6",
          when: (value) =>
            Number(value) > 100
              ? [
                  `${value} people at one session: is the figure right?`,
                  `${value} នាក់ក្នុងវគ្គមួយ៖ តើតួលេខត្រឹមត្រូវឬទេ?`,
                ]
              : null,
        },
      },
      {
        ...people("unspecified_adult", "Adults, sex not recorded", "មនុស្សពេញវ័យ មិនបញ្ជាក់ភេទ"),
        required: false,
      },
      disabled("women", "Women with disability", "ស្ត្រីមានពិការភាព"),
      disabled("men", "Men with disability", "បុរសមានពិការភាព"),
      disabled("girls", "Girls with disability", "ក្មេងស្រីមានពិការភាព"),
      disabled("boys", "Boys with disability", "ក្មេងប្រុសមានពិការភាព"),
      {
        name: "dis_method",
        kind: "select_one",
        label: ["How was disability counted?", "តើរាប់ពិការភាពដោយរបៀបណា?"],
        required: true,
        relevant: (a) =>
          ["women", "men", "girls", "boys"].some((g) => Number(a.get(`people/dis_${g}`) || 0) > 0),
        choices: [
          ["self", "People said so themselves", "គេប្រាប់ដោយខ្លួនឯង"],
          ["observed", "The facilitator saw it", "អ្នកសម្របសម្រួលសង្កេតឃើញ"],
        ],
      },
      {
        ...people("first_time", "Here for the first time", "ចូលរួមលើកដំបូង"),
        required: false,
        warn: (value, a) =>
          Number(value) > 0 && value === a.get("people/total")
            ? ["All of them for the first time?", "ទាំងអស់លើកដំបូងមែនឬ?"]
            : null,
      },
    ],
  },
  {
    name: "given",
    kind: "group",
    label: ["Materials", "សម្ភារ"],
    children: [
      {
        name: "materials",
        kind: "repeat",
        label: ["Materials handed out", "សម្ភារដែលបានចែក"],
        children: [
          {
            name: "material",
            kind: "select_one",
            label: ["Material", "សម្ភារ"],
            required: true,
            choices: [
              ["book", "School book", "សៀវភៅ"],
              ["poster", "Poster", "ផ្ទាំងរូបភាព"],
              ["bag", "School bag", "កាបូប"],
            ],
          },
          {
            name: "quantity",
            kind: "integer",
            label: ["Quantity", "ចំនួន"],
            required: true,
            check: whole,
          },
        ],
      },
      {
        name: "note",
        kind: "note",
        label: ["Write no names of participants in the remarks.", "កុំសរសេរឈ្មោះអ្នកចូលរួមក្នុងកំណត់សម្គាល់។"],
      },
      { name: "remarks", kind: "text", appearance: "multiline", label: ["Remarks", "កំណត់សម្គាល់"] },
      { name: "sheet", kind: "file", label: ["Picture of the sheet", "រូបថតបញ្ជី"] },
      {
        name: "per_facilitator",
        kind: "calculate",
        label: ["People counted", "ចំនួនមនុស្សបានរាប់"],
        readOnly: true,
        compute: (a) => a.get("people/total") ?? "",
      },
      {
        name: "agreed",
        kind: "acknowledge",
        label: ["The village chief agreed to the session", "មេភូមិបានយល់ព្រមឱ្យធ្វើវគ្គ"],
        required: true,
      },
    ],
  },
];
