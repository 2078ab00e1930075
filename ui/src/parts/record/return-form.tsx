import { CornerUpLeft, Plus, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { NewComment, RecordView } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { ChoiceSearch } from "../choice-search";
import { FaultPanel } from "../fault";
import { useWork } from "../use-work";

/** What words are about: a question, or the rule whose finding they speak of. */
export type About = Pick<NewComment, "path" | "rule">;

/** Stands for a finding among the questions: no path of a question begins so. */
const FINDING = "rule:";

const nameOf = (about: About | null) => {
  if (about?.rule) return FINDING + about.rule;
  return about?.path ?? "";
};

/** What can be commented: each answer, each question that a rule stands at, and each rule that found something. */
function choicesOf(view: RecordView, at: About | null) {
  const answers = view.sections.flatMap((s) => s.answers);
  const flagged = view.problems.filter((p) => !answers.some((a) => a.path === p.path));
  const questions = [...answers, ...flagged].map((a) => ({ value: a.path, label: a.label }));
  const found = new Map(
    view.open_findings.map(({ rule, text }) => [FINDING + rule, `${rule}: ${text}`]),
  );
  // What only tells something may be asked about too, where somebody began at it.
  if (at?.rule && !found.has(nameOf(at))) found.set(nameOf(at), at.rule);
  return [...questions, ...[...found].map(([value, label]) => ({ value, label }))];
}

/** Words for the person who will correct the record: at least one, at a question or a finding. */
export function ReturnForm(props: {
  view: RecordView;
  at: About | null;
  onReturn: (comments: NewComment[]) => Promise<void>;
}) {
  const { t } = useText();
  const choices = choicesOf(props.view, props.at);
  const [at, setAt] = useState(nameOf(props.at));
  const [text, setText] = useState("");
  const [comments, setComments] = useState<NewComment[]>([]);
  const open = at !== "" && text.trim() !== "";
  const about: About = at.startsWith(FINDING)
    ? { path: null, rule: at.slice(FINDING.length) }
    : { path: at };
  const all = open ? [...comments, { ...about, text: text.trim() }] : comments;
  const { busy, fault, run } = useWork(() => props.onReturn(all));
  const add = () => {
    if (!open) return;
    setComments(all);
    setAt("");
    setText("");
  };
  const hear = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && all.length > 0) void run();
  };
  const labelOf = (comment: NewComment) =>
    choices.find((choice) => choice.value === nameOf(comment))?.label ?? "";
  return (
    <form onSubmit={run} onKeyDown={hear} className="flex flex-col gap-3">
      <p className="muted">{t("return-text", { who: props.view.row.author || t("the-team") })}</p>
      {comments.length > 0 && (
        <ul className="rows">
          {comments.map((comment) => (
            <li key={`${nameOf(comment)} ${comment.text}`} className="flex items-start gap-3 py-2">
              <span className="flex-1">
                <span className="block font-semibold">{labelOf(comment)}</span>
                {comment.text}
              </span>
              <Button
                look="quiet"
                square
                aria-label={t("comment-remove", { question: labelOf(comment) })}
                icon={<X size={17} />}
                onPress={() => setComments(comments.filter((c) => c !== comment))}
              />
            </li>
          ))}
        </ul>
      )}
      <div>
        <label className="label" htmlFor="return-at">
          {t("question")}
        </label>
        <ChoiceSearch
          id="return-at"
          choices={choices}
          value={at}
          onChange={setAt}
          placeholder={t("return-choose")}
          testid="return-at"
        />
      </div>
      <div>
        <label className="label" htmlFor="return-text">
          {t("return-words")}
        </label>
        <textarea
          id="return-text"
          className="input"
          rows={3}
          value={text}
          placeholder={t("return-words-hint")}
          data-testid="return-text"
          // biome-ignore lint/a11y/noAutofocus: a comment that began at its question goes on with the words
          autoFocus={props.at !== null}
          onChange={(e) => setText(e.target.value)}
        />
      </div>
      {fault && <FaultPanel fault={fault} />}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          look="primary"
          icon={<CornerUpLeft size={18} />}
          isDisabled={busy || all.length === 0}
          testid="return-do"
        >
          {t("return-do", { count: all.length })}
        </Button>
        <Button icon={<Plus size={18} />} isDisabled={!open} onPress={add} testid="return-add">
          {t("return-add")}
        </Button>
      </div>
      {all.length === 0 && <p className="muted">{t("return-needs")}</p>}
    </form>
  );
}
