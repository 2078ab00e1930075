import { ArrowRight, Eraser, PenLine, Stamp } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { type HistoryRow, host, type RecordView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { deliveryKey } from "../chips";
import { Answered } from "../states";
import { useAsk } from "../use-ask";
import { didKey, refusalKey, roleKey } from "../words";
import { CommentLine } from "./comment";
import { Reveals } from "./reveals";

const icons: Record<string, ReactNode> = {
  save: <PenLine size={16} aria-hidden />,
  review: <Stamp size={16} aria-hidden />,
  erase: <Eraser size={16} aria-hidden />,
};

function useLine() {
  const { t } = useText();
  return (row: HistoryRow, first: boolean): string => {
    if (row.kind === "review") return t(didKey(row.decision ?? ""), { who: row.who });
    if (row.kind === "erase") return t("did-erase", { who: row.who });
    return first
      ? t("did-create", { who: row.who })
      : t("did-change", { who: row.who, changes: row.changes });
  };
}

/** The history of a record on a card of its own. */
export function HistoryCard({ view }: { view: RecordView }) {
  const { t } = useText();
  return (
    <section className="card card-pad" aria-labelledby="history">
      <h2 id="history" className="mb-2">
        {t("history")}
      </h2>
      <History view={view} />
    </section>
  );
}

/** Who did what, newest first, with what changed between any two saves. */
export function History({ view }: { view: RecordView }) {
  const { t } = useText();
  const line = useLine();
  const saves = view.history.filter((row) => row.kind === "save");
  const firstSave = saves[0]?.revision;
  const [open, setOpen] = useState<{ at: string; pair: [string, string] } | null>(null);
  const before = (revision: string) => {
    const at = saves.findIndex((row) => row.revision === revision);
    return saves[at - 1]?.revision ?? null;
  };
  return (
    <div data-testid="history">
      <ol className="history">
        {[...view.history].reverse().map((row) => {
          const earlier = row.kind === "save" ? before(row.revision) : null;
          return (
            <li
              key={row.revision}
              data-kind={row.kind}
              data-ignored={row.ignored !== null || undefined}
            >
              <span className="history-mark">{icons[row.kind]}</span>
              <div className="min-w-0 flex-1">
                <p className="leading-normal">{line(row, row.revision === firstSave)}</p>
                <p className="muted">
                  {[
                    moment(row.at),
                    row.role ? t(roleKey(row.role)) : "",
                    t(deliveryKey(row.delivery)),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
                {row.ignored !== null && (
                  <p className="msg" data-tone="warn">
                    {t("decision-ignored", { reason: t(refusalKey(row.ignored)) })}
                  </p>
                )}
                {row.notes.map((note) => (
                  <CommentLine
                    key={`${note.at} ${note.path} ${note.text}`}
                    comment={note}
                    labelled
                  />
                ))}
                {earlier && (
                  <Button
                    look="link"
                    className="-ml-1.5"
                    aria-expanded={open?.at === row.revision}
                    onPress={() =>
                      setOpen(
                        open?.at === row.revision
                          ? null
                          : { at: row.revision, pair: [earlier, row.revision] },
                      )
                    }
                    testid={`diff-${row.revision}`}
                  >
                    {t("see-changes")}
                  </Button>
                )}
                {open?.at === row.revision && (
                  <Compare
                    record={view.row.record}
                    saves={saves}
                    pair={open.pair}
                    onPair={(pair) => setOpen({ at: row.revision, pair })}
                  />
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {view.reveals.length > 0 && <Reveals rows={view.reveals} />}
    </div>
  );
}

function Compare(props: {
  record: string;
  saves: HistoryRow[];
  pair: [string, string];
  onPair: (pair: [string, string]) => void;
}) {
  const { t } = useText();
  const [from, to] = props.pair;
  return (
    <section className="compare" aria-label={t("compare")} data-testid="compare">
      <div className="flex items-end gap-2">
        <Pick
          label={t("compare-from")}
          saves={props.saves}
          value={from}
          onPick={(id) => props.onPair([id, to])}
        />
        <ArrowRight size={18} aria-hidden className="mb-3 text-ink-3" />
        <Pick
          label={t("compare-to")}
          saves={props.saves}
          value={to}
          onPick={(id) => props.onPair([from, id])}
        />
      </div>
      <Diff record={props.record} from={from} to={to} />
    </section>
  );
}

function Pick(props: {
  label: string;
  saves: HistoryRow[];
  value: string;
  onPick: (id: string) => void;
}) {
  const { t } = useText();
  const id = useId();
  return (
    <div className="flex-1 min-w-0">
      <label className="hint" htmlFor={id}>
        {props.label}
      </label>
      <select
        id={id}
        className="input"
        value={props.value}
        onChange={(e) => props.onPick(e.target.value)}
      >
        {props.saves.map((row) => (
          <option key={row.revision} value={row.revision}>
            {t("save-option", { when: moment(row.at), who: row.who })}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Answers that differ, the old struck through and the new beside it. */
export function Diff(props: { record: string; from: string; to: string }) {
  const { t } = useText();
  const { record, from, to } = props;
  const asked = useAsk(`${record} ${from} ${to}`, () => host().recordDiff(record, from, to));
  return (
    <Answered asked={asked} rows={2}>
      {(rows) =>
        rows.length === 0 ? (
          <p className="muted py-2">{t("diff-none")}</p>
        ) : (
          <ul className="diff" data-testid="diff">
            {rows.map((row) => (
              <li key={row.path}>
                <p className="muted">{row.label}</p>
                <p>
                  <del>
                    <span className="only-spoken">{t("diff-old")}</span>
                    {row.old || t("no-answer")}
                  </del>{" "}
                  <ArrowRight size={15} aria-hidden className="inline text-ink-3" />{" "}
                  <ins>
                    <span className="only-spoken">{t("diff-new")}</span>
                    {row.new || t("no-answer")}
                  </ins>
                </p>
              </li>
            ))}
          </ul>
        )
      }
    </Answered>
  );
}
