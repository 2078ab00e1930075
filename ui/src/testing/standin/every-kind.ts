/** A form with every kind of question in every look, to be tested and looked at. */
import type { Ask, Said } from "./definition";

const said = (english: string, khmer = english): Said => [english, khmer];

const scale: Ask["choices"] = [
  ["never", ...said("Not at all", "មិនសោះ")],
  ["little", ...said("A little", "បន្តិច")],
  ["mostly", ...said("Mostly", "ភាគច្រើន")],
  ["full", ...said("Completely", "ទាំងស្រុង")],
];

const fruit: Ask["choices"] = [
  ["mango", ...said("Mango", "ស្វាយ")],
  ["banana", ...said("Banana", "ចេក")],
  ["durian", ...said("Durian", "ធុរេន")],
  ["papaya", ...said("Papaya", "ល្ហុង")],
  ["pomelo", ...said("Pomelo", "ក្រូចថ្លុង")],
];

/** More places than anybody reads through. */
const many: Ask["choices"] = Array.from({ length: 5000 }, (_, i) => {
  const code = String(i + 1).padStart(4, "0");
  return [`KH${code}`, `Phum Thmei ${i + 1}`, `ភូមិថ្មី ${i + 1}`];
});

const ask = (name: string, kind: string, label: Said, more: Partial<Ask> = {}): Ask => ({
  name,
  kind,
  label,
  ...more,
});

const group = (name: string, label: Said, children: Ask[], more: Partial<Ask> = {}): Ask =>
  ask(name, "group", label, { children, ...more });

const figure = (name: string, english: string, khmer: string) =>
  ask(name, "integer", said(english, khmer), { required: true });

export const everyKind: Ask[] = [
  group("text", said("Words", "អក្សរ"), [
    ask("plain", "text", said("Name of the school", "ឈ្មោះសាលា"), {
      guidance: said("As it stands above the gate.", "តាមអក្សរលើក្លោងទ្វារ។"),
      required: true,
    }),
    ask("code", "text", said("Staff code", "លេខកូដបុគ្គលិក"), { appearance: "numbers" }),
    ask("secret", "text", said("Telephone", "លេខទូរស័ព្ទ"), { appearance: "masked" }),
    ask("letter", "text", said("Letter", "សំបុត្រ"), { rows: 5, image: "letter.png" }),
    ask("story", "text", said("What happened", "មានរឿងអ្វីកើតឡើង"), { appearance: "multiline" }),
  ]),
  group("figures", said("Figures", "លេខ"), [
    ask("rows", "integer", said("Rows", "ជួរ"), { appearance: "w1" }),
    ask("price", "decimal", said("Price in riel", "តម្លៃជារៀល"), {
      appearance: "thousands-sep w2",
    }),
    ask("visits", "integer", said("Visits", "ចំនួនដងមកលេង"), { appearance: "counter" }),
    ask("pain", "range", said("Pain, from 0 to 10", "ការឈឺចាប់ ពី ០ ដល់ ១០"), {
      range: { start: "0", end: "10", step: "1", placeholder: "" },
    }),
    ask("stars", "range", said("How good was it?", "ល្អប៉ុណ្ណា?"), {
      range: { start: "1", end: "5", step: "1", placeholder: "" },
      appearance: "rating",
    }),
    ask("age", "range", said("Age", "អាយុ"), {
      range: { start: "0", end: "110", step: "1", placeholder: "" },
      appearance: "picker",
    }),
    ask("water", "range", said("Water in the pond", "ទឹកក្នុងស្រះ"), {
      range: { start: "0", end: "2.5", step: "0.5", placeholder: "1.5" },
      appearance: "vertical no-ticks",
    }),
  ]),
  group("times", said("Times", "ពេលវេលា"), [
    ask("date", "date", said("Date", "កាលបរិច្ឆេទ")),
    ask("month", "date", said("Month", "ខែ"), { appearance: "month-year" }),
    ask("year", "date", said("Year of birth", "ឆ្នាំកំណើត"), { appearance: "year" }),
    ask("buddhist", "date", said("Day of the ceremony", "ថ្ងៃបុណ្យ"), { appearance: "buddhist" }),
    ask("time", "time", said("Time", "ម៉ោង")),
    ask("moment", "datetime", said("When it was reported", "រាយការណ៍នៅពេលណា")),
  ]),
  group("one", said("One of several", "ជ្រើសមួយ"), [
    ask("chips", "select_one", said("Fruit", "ផ្លែឈើ"), { choices: fruit }),
    ask("pictured", "select_one", said("Which of these?", "មួយណា?"), {
      choices: fruit,
      pictured: true,
    }),
    ask("quick", "select_one", said("Fruit, and on", "ផ្លែឈើ រួចទៅមុខ"), {
      choices: fruit,
      appearance: "quick",
    }),
    ask("columns", "select_one", said("Fruit in three columns", "ផ្លែឈើ ៣ ជួរឈរ"), {
      choices: fruit,
      appearance: "columns-3 no-buttons",
    }),
    ask("listed", "select_one", said("Fruit below each other", "ផ្លែឈើ ជាបញ្ជី"), {
      choices: fruit,
      appearance: "vertical",
    }),
    ask("likert", "select_one", said("Did you feel safe?", "តើអ្នកមានសុវត្ថិភាពទេ?"), {
      choices: scale,
      appearance: "likert",
    }),
    ask("village", "select_one", said("Village", "ភូមិ"), {
      choices: many,
      appearance: "minimal autocomplete",
    }),
  ]),
  group("several", said("Several", "ជ្រើសច្រើន"), [
    ask("fruits", "select_multiple", said("Fruits", "ផ្លែឈើ"), { choices: fruit, required: true }),
    ask("order", "rank", said("What you like best first", "ចូលចិត្តជាងគេមុន"), { choices: fruit }),
    ask("shown", "select_multiple", said("All that you see", "អ្វីដែលអ្នកឃើញ"), {
      choices: [["lost", ...said("Lost", "បាត់")], ...fruit],
      pictured: true,
    }),
  ]),
  group(
    "table",
    said("Table", "តារាង"),
    [
      ask("head", "select_one", said("How do you agree?", "យល់ស្របប៉ុណ្ណា?"), {
        choices: scale,
        appearance: "label",
      }),
      ...["safe", "heard", "useful"].map((name, i) =>
        ask(
          name,
          "select_one",
          said(
            ["I felt safe", "I was heard", "It was useful"][i] ?? "",
            ["ខ្ញុំមានសុវត្ថិភាព", "គេស្តាប់ខ្ញុំ", "មានប្រយោជន៍"][i],
          ),
          { choices: scale, appearance: "list-nolabel", required: i === 0 },
        ),
      ),
    ],
    { appearance: "field-list" },
  ),
  group("sadd", said("People", "អ្នកចូលរួម"), [
    ask("mode", "select_one", said("How are people counted?", "រាប់តាមរបៀបណា?"), {
      choices: [
        ["sadd4", ...said("Four groups", "បួនក្រុម")],
        ["sadd12", ...said("By age group too", "តាមក្រុមអាយុផង")],
      ],
    }),
    figure("women", "Women", "ស្ត្រី"),
    figure("men", "Men", "បុរស"),
    figure("girls", "Girls", "ក្មេងស្រី"),
    figure("boys", "Boys", "ក្មេងប្រុស"),
    ...["f", "m"].flatMap((sex) =>
      [1, 2, 3, 4, 5, 6].map((n) => ({
        ...figure(`${sex}_b${n}`, `${sex} ${n}`, `${sex} ${n}`),
        relevant: (answers: Map<string, string>) => answers.get("sadd/mode") === "sadd12",
      })),
    ),
    figure("total", "Total counted", "ចំនួនសរុបដែលបានរាប់"),
    figure("dis_women", "Women with a disability", "ស្ត្រីមានពិការភាព"),
    figure("dis_men", "Men with a disability", "បុរសមានពិការភាព"),
    figure("dis_girls", "Girls with a disability", "ក្មេងស្រីមានពិការភាព"),
    figure("dis_boys", "Boys with a disability", "ក្មេងប្រុសមានពិការភាព"),
  ]),
  group("rows", said("Rows", "ជួរ"), [
    ask("goods", "repeat", said("Goods", "ទំនិញ"), {
      children: [
        ask("what", "select_one", said("What", "អ្វី"), { choices: fruit }),
        ask("count", "integer", said("How many", "ប៉ុន្មាន")),
      ],
    }),
    ask("people", "repeat", said("People of the house", "មនុស្សក្នុងផ្ទះ"), {
      children: [
        ask("who", "text", said("Name", "ឈ្មោះ")),
        ask("likes", "select_multiple", said("Likes", "ចូលចិត្ត"), { choices: fruit }),
      ],
    }),
    ask("fixed", "repeat", said("Children, as many as were counted", "កុមារ តាមចំនួនដែលបានរាប់"), {
      readOnly: true,
      children: [ask("name", "text", said("Name", "ឈ្មោះ"))],
    }),
  ]),
];
