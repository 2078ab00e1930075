/** Filling forms on the stand-in laptop. */
import { stops } from "../../form/context";
import type { Changed, Host } from "../../host";
import { begin } from "./begin";
import { difference } from "./difference";
import { addRow, explain, newDraft, redo, removeRow, step, undo } from "./drafts";
import { kept } from "./files";
import { type Held, type Options, SESSION } from "./laptop";
import { peopleFound, placesFound, wayTo } from "./places";
import { position, putPosition } from "./positions";

type Commands = Pick<
  Host,
  | "draftNew"
  | "draftOpen"
  | "readPosition"
  | "placesFind"
  | "draftChoices"
  | "draftPlace"
  | "draftSet"
  | "draftPosition"
  | "draftReason"
  | "draftAdd"
  | "draftRemove"
  | "draftUndo"
  | "draftRedo"
  | "draftRepeatLast"
  | "draftDiscard"
  | "draftRestore"
  | "draftFinish"
  | "recordEdit"
  | "recordMove"
  | "draftChooseFile"
  | "draftAttach"
>;

export function filling(
  laptop: Held,
  options: Options,
  change: (changed: Partial<Changed>) => void,
  last: Map<string, string>,
): Commands {
  const { drafts, team, find, draftOf, show, newId, first } = laptop;
  /** A draft that corrects a record. */
  const correction = (id: string) => {
    const [found] = find(id);
    const draft = newDraft(newId(), "eore_session", SESSION, team.id, [...first.now.answers]);
    draft.record = id;
    draft.comments = found.history.flatMap((h) => h.notes);
    drafts.set(draft.id, draft);
    return show(draft);
  };
  return {
    draftNew: async (form) => {
      const draft = begin(newId(), form, options, team.id);
      drafts.set(draft.id, draft);
      return show(draft);
    },
    draftOpen: async (id) => show(draftOf(id)),
    readPosition: async (ask) => position(ask),
    placesFind: async (words) => placesFound(words),
    draftChoices: async (_draft, _path, words) => peopleFound(words),
    draftPlace: async (id, path, code) => {
      const draft = draftOf(id);
      const group = path.slice(0, path.lastIndexOf("/") + 1);
      step(draft, (s) => {
        s.answers.set(path, code ?? "");
        const way = wayTo(code);
        for (const level of [1, 2, 3, 4]) {
          const at = way.find((one) => one.level === level);
          s.answers.set(`${group}adm${level}_code`, at?.code ?? "");
        }
      });
      return show(draft);
    },
    draftSet: async (id, path, value, seen) => {
      const draft = draftOf(id);
      const held = draft.shown;
      step(draft, (s) => s.answers.set(path, value));
      const view = show(draft);
      return held?.step === seen ? difference(held, view) : { view, sections: null };
    },
    draftPosition: async (id, path, stored, typed, seen) => {
      const draft = draftOf(id);
      const held = draft.shown;
      step(draft, (s) => putPosition(s.answers, path, stored, typed));
      const view = show(draft);
      return held?.step === seen ? difference(held, view) : { view, sections: null };
    },
    draftReason: async (id, rule, path, text) => {
      explain(draftOf(id), rule, path, text.trim());
      return show(draftOf(id));
    },
    draftAdd: async (id, path) => {
      addRow(draftOf(id), path);
      return show(draftOf(id));
    },
    draftRemove: async (id, path) => {
      removeRow(draftOf(id), path);
      return show(draftOf(id));
    },
    draftUndo: async (id) => {
      undo(draftOf(id));
      return show(draftOf(id));
    },
    draftRedo: async (id) => {
      redo(draftOf(id));
      return show(draftOf(id));
    },
    draftRepeatLast: async (id) => {
      const draft = draftOf(id);
      step(draft, (s) => {
        for (const [path, value] of last) s.answers.set(path, value);
      });
      return show(draft);
    },
    draftDiscard: async (id) => {
      draftOf(id).discarded = true;
      change({ drafts: true });
      return null;
    },
    draftRestore: async (id) => {
      draftOf(id).discarded = false;
      change({ drafts: true });
      return show(draftOf(id));
    },
    draftFinish: async (id) => {
      const { problems } = show(draftOf(id));
      if (problems.some(stops)) return { record: null, problems };
      drafts.delete(id);
      change({ drafts: true, records: true });
      return { record: "rec-0", problems: [] };
    },
    recordEdit: async (id) => correction(id),
    recordMove: async (id) => correction(id),
    draftChooseFile: async (id, path) => {
      const name = kept(options.chosenFile);
      if (!name) return null;
      step(draftOf(id), (s) => s.answers.set(path, name));
      return show(draftOf(id));
    },
    draftAttach: async (id, path, bytes) => {
      const name = kept(atob(bytes));
      step(draftOf(id), (s) => s.answers.set(path, name ?? ""));
      return show(draftOf(id));
    },
  };
}
