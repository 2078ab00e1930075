import { Diff as DiffIcon, Eye, ScrollText } from "lucide-react";
import { useState } from "react";
import {
  type AnswerView,
  type ConsentStanding,
  type DoubleAnswer,
  type DoubleRow,
  type DoubleView,
  host,
} from "../../host";
import { day, moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Chip, ReviewChip } from "../../parts/chips";
import { useTellFault } from "../../parts/fault";
import { MaskedLine } from "../../parts/record/masked";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { titleOf } from "../../parts/words";
import { DoubleDecide } from "./double-decide";
import { consentKey, groundKey, wordKey } from "./double-words";
import { PairChip } from "./doubles-list";

interface Props {
  row: DoubleRow;
  onNext: () => void;
  onDecided: () => void;
}

/** Two records side by side, why they look like one, and what can be decided. */
export function DoubleCompare(props: Props) {
  const { one, other } = props.row;
  const asked = useAsk(
    `${one.record} ${other.record}`,
    () => host().double(one.record, other.record),
    ["records"],
  );
  return (
    <Answered asked={asked} rows={8}>
      {(view) => <Compared {...props} view={view} />}
    </Answered>
  );
}

function Compared(props: Props & { view: DoubleView }) {
  const { t } = useText();
  const { view } = props;
  return (
    <>
      <div className="review-pane">
        <article className="card review-record" data-testid="double">
          <header className="flex flex-wrap items-center gap-2 mb-3">
            <h2 className="record-title grow">{t("double-title")}</h2>
            <PairChip row={view.row} />
          </header>
          {view.row.state === "contested" && (
            <p className="banner mb-3" data-tone="bad" role="status">
              {t("double-contested-text")}
            </p>
          )}
          <Sides view={view} />
        </article>
        <div className="review-side">
          <Why view={view} />
          {view.row.kind === "person" && <Consents row={view.row} />}
          <Decisions view={view} />
        </div>
      </div>
      <DoubleDecide view={view} onNext={props.onNext} onDecided={props.onDecided} />
    </>
  );
}

function Sides({ view }: { view: DoubleView }) {
  const { t } = useText();
  const tellFault = useTellFault();
  const { one, other, kept } = view.row;
  const [shown, setShown] = useState<Record<string, AnswerView>>({});
  const [onlyDiffering, setOnlyDiffering] = useState(false);
  const reveal = async (record: string, path: string) => {
    try {
      const more = await host().reveal(record, path, null);
      const added = more.answers.map((answer) => [`${record} ${answer.path}`, answer]);
      setShown((before) => ({ ...before, ...Object.fromEntries(added) }));
    } catch (cause) {
      tellFault(cause);
    }
  };
  const cell = (record: string, answer: AnswerView | null) => {
    if (!answer) return <span className="muted">{t("double-blank")}</span>;
    const now =
      answer.showing === "masked" ? (shown[`${record} ${answer.path}`] ?? answer) : answer;
    if (now.showing !== "open" && now === answer)
      return <MaskedLine answer={answer} onReveal={(path) => void reveal(record, path)} />;
    return <span className="answer-value">{now.value}</span>;
  };
  const rows = view.answers.filter((answer) => answer.differs || !onlyDiffering);
  return (
    <>
      <label className="flex items-center gap-2 mb-2 double-only">
        <input
          type="checkbox"
          checked={onlyDiffering}
          onChange={(event) => setOnlyDiffering(event.target.checked)}
          data-testid="double-only"
        />
        {t("double-only")}
      </label>
      <table className="double-table">
        <thead>
          <tr>
            <th scope="col">{t("double-question")}</th>
            {[one, other].map((side, at) => (
              <th scope="col" key={side.record}>
                <span className="block">{titleOf(side)}</span>
                <span className="muted block">
                  {[side.reference === titleOf(side) ? "" : side.reference, side.team, side.author]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
                <span className="flex flex-wrap gap-1.5 mt-1">
                  <ReviewChip state={side.review} />
                  {kept === side.record && <Chip tone="info">{t("double-stays")}</Chip>}
                </span>
                <span className="muted block">
                  {t("double-children", { count: view.children[at] ?? 0 })}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((answer) => (
            <Row key={answer.path} answer={answer}>
              <td>{cell(one.record, answer.one)}</td>
              <td>{cell(other.record, answer.other)}</td>
            </Row>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row(props: { answer: DoubleAnswer; children: React.ReactNode }) {
  const { t } = useText();
  const { answer } = props;
  return (
    <tr data-differs={answer.differs || undefined} data-testid={`double-${answer.path}`}>
      <th scope="row">
        <span className="block">{answer.label}</span>
        {answer.differs && (
          <span className="double-differs">
            <DiffIcon size={14} aria-hidden /> {t("double-differs")}
          </span>
        )}
      </th>
      {props.children}
    </tr>
  );
}

function Why({ view }: { view: DoubleView }) {
  const { t, number } = useText();
  return (
    <section className="card card-pad" aria-labelledby="double-why">
      <h2 id="double-why" className="mb-1">
        {t("double-why")}
      </h2>
      {view.row.score > 0 && (
        <p className="muted">{t("double-score", { score: view.row.score })}</p>
      )}
      {view.grounds.length === 0 ? (
        <p className="muted">{t("double-no-grounds")}</p>
      ) : (
        <ul className="rows" data-testid="double-grounds">
          {view.grounds.map((ground) => (
            <li key={ground.code} className="double-ground">
              <span className="grow">{t(groundKey(ground.code), { figure: ground.figure })}</span>
              {ground.points !== 0 && (
                <span className="num">
                  {ground.points > 0 ? "+" : "−"}
                  {number(Math.abs(ground.points))}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What the person agreed to over both records; masked until somebody asks, which is written down. */
function Consents({ row }: { row: DoubleRow }) {
  const { t } = useText();
  const tellFault = useTellFault();
  const [standing, setStanding] = useState<ConsentStanding[] | null>(null);
  const show = async () => {
    try {
      setStanding(await host().doubleConsents(row.one.record, row.other.record));
    } catch (cause) {
      tellFault(cause);
    }
  };
  return (
    <section className="card card-pad" aria-labelledby="double-consents">
      <h2 id="double-consents" className="mb-1">
        {t("double-consents")}
      </h2>
      <p className="muted">{t("double-consents-text")}</p>
      {standing === null ? (
        <Button icon={<Eye size={18} />} onPress={() => void show()} testid="double-consents-show">
          {t("double-consents-show")}
        </Button>
      ) : standing.length === 0 ? (
        <p role="status">{t("double-consents-none")}</p>
      ) : (
        <ul className="rows" data-testid="double-standing">
          {standing.map((one) => (
            <li key={one.scope} className="double-ground">
              <span className="grow">{one.scope}</span>
              <span>
                {[t(consentKey(one.answer)), day(one.expires)].filter(Boolean).join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Decisions({ view }: { view: DoubleView }) {
  const { t } = useText();
  if (view.decisions.length === 0) return null;
  return (
    <section className="card card-pad" aria-labelledby="double-decisions">
      <h2 id="double-decisions" className="mb-1">
        {t("double-decisions")}
      </h2>
      <ul className="rows" data-testid="double-decisions">
        {view.decisions.map((decision) => (
          <li key={`${decision.at} ${decision.who} ${decision.word}`} className="py-1">
            <span className="block">
              <ScrollText size={14} aria-hidden className="inline" /> {t(wordKey(decision.word))}
            </span>
            <span className="muted">
              {[decision.who, moment(decision.at), decision.reason].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
