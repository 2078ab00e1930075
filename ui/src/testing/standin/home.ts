/** The first screen of the day on the stand-in laptop. */
import type { Host } from "../../host";
import { forms, type Held, type Options, people } from "./laptop";
import { figures } from "./records";

export function homeOf(laptop: Held, options: Options): Pick<Host, "home"> {
  const { say, drafts, trial, team, stock, show, counts, queue } = laptop;
  const cards = (aside: boolean) =>
    [...drafts.values()]
      .filter((d) => d.discarded === aside && options.role === "field")
      .map((d) => ({
        id: d.id,
        title: say(["Phlov Meas, house to house", "ផ្លូវមាស ពីផ្ទះមួយទៅផ្ទះមួយ"]),
        form_title: say(d.title),
        saved_at: d.savedAt,
        problems: show(d).problems.length,
        record: d.record,
      }));
  return {
    home: async () => {
      const today = stock().slice(0, 3);
      const sums = today.map((_, i) => figures(i));
      const sum = (at: number) => sums.reduce((all, f) => all + (f[at] ?? 0), 0);
      const returned = stock().find((k) => k.row.review === "returned");
      return {
        name: people[options.role].split(" ")[1] ?? "",
        today: "2026-11-23",
        hour: 14,
        forms:
          options.role === "supervisor"
            ? []
            : forms.map(([id, ...title], i) => ({
                id,
                version: "2026.2",
                title: say(title),
                records: 40 - i,
              })),
        returned:
          returned && options.role === "field"
            ? [
                {
                  record: returned.row,
                  question: returned.history[2]?.notes[0]?.label ?? "",
                  comments: returned.history[2]?.notes.length ?? 0,
                  comment: returned.history[2]?.notes[0]?.text ?? "",
                  by: "Chan Sophea",
                },
              ]
            : [],
        drafts: cards(false),
        aside: cards(true),
        today_records: options.role === "field" ? today.map((k) => k.row) : [],
        week_count: Math.min(options.records, 14),
        sums:
          options.role === "field"
            ? {
                women: sum(0),
                men: sum(1),
                girls: sum(2),
                boys: sum(3),
                total: sum(0) + sum(1) + sum(2) + sum(3),
              }
            : { women: 0, men: 0, girls: 0, boys: 0, total: 0 },
        counts: counts(),
        compared_at: trial ? null : "2026-11-20T17:42:00+07:00",
        compared_equal: true,
        compared_set_apart: false,
        compared_not_taken: false,
        queue_waiting: options.role === "field" ? 0 : queue().length,
        queue_oldest_days: 3,
        teams:
          options.role === "field" || options.records === 0
            ? []
            : [
                { team, records: 18, waiting: 4, newest: "2026-11-23", days: 0, late: false },
                {
                  team: { id: "BTB01", name: "Battambang 1" },
                  records: 14,
                  waiting: 2,
                  newest: "2026-11-22",
                  days: 1,
                  late: false,
                },
                {
                  team: { id: "PLN01", name: "Pailin 1" },
                  records: 10,
                  waiting: 0,
                  newest: "2026-11-16",
                  days: 7,
                  late: true,
                },
              ],
      };
    },
  };
}
