/** Which questions a new draft of the stand-in asks. */
import { HostFault } from "../../host";
import { type Draft, newDraft } from "./drafts";
import { everyKind } from "./every-kind";
import { forms, type Options } from "./laptop";
import { programmeForm } from "./sheet";

/**
 * A new draft of a form: the small session under every form's name, the programme's own forms where
 * the options say so, and `every_kind` with every kind of question.
 */
export function begin(id: string, form: string, options: Options, team: string): Draft {
  if (form === "every_kind") {
    const draft = newDraft(id, form, ["Every kind", "គ្រប់ប្រភេទ"], team, [], everyKind);
    draft.now.rows.set("rows/fixed", ["k1", "k2"]);
    return draft;
  }
  const own = options.programme ? programmeForm(form) : null;
  if (own) return newDraft(id, form, own.title, team, own.defaults, own.asks);
  const title = forms.find(([id]) => id === form);
  if (!title) throw new HostFault("not_found", `no form ${form}`);
  return newDraft(id, form, [title[1], title[2]], team);
}
