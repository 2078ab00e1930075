import { CircleHelp, Copy, CopyX, Link2, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { DoubleRow, Doubles } from "../../host";
import { useText } from "../../locales/text";
import { Chip } from "../../parts/chips";
import { titleOf } from "../../parts/words";
import { stateKey } from "./double-words";
import { keyOfPair } from "./doubles";
import { PartChoice } from "./part-choice";

interface Props {
  queue: Doubles;
  chosen: string;
  onChoose: (row: DoubleRow) => void;
}

/** The pairs that wait, what was decided differently first; then those that were decided. */
export function DoublesList(props: Props) {
  const { t } = useText();
  const { rows, decided, waiting } = props.queue;
  return (
    <section className="review-queue" aria-labelledby="doubles-title">
      <header className="flex items-baseline justify-between gap-3 pb-2">
        <h1 id="doubles-title">{t("doubles")}</h1>
        <span className="muted" role="status">
          {t("doubles-waiting", { count: waiting })}
        </span>
      </header>
      <PartChoice />
      <div className="queue" data-testid="doubles-queue">
        {rows.length === 0 && <p className="muted">{t("doubles-empty")}</p>}
        <Pairs {...props} rows={rows} />
        {decided.length > 0 && (
          <>
            <h2 className="mt-2">{t("doubles-decided")}</h2>
            <Pairs {...props} rows={decided} />
          </>
        )}
      </div>
    </section>
  );
}

function Pairs(props: Props & { rows: DoubleRow[] }) {
  const { t } = useText();
  return (
    <ul className="flex flex-col gap-2">
      {props.rows.map((row) => (
        <li key={keyOfPair(row)}>
          <AriaButton
            className="queue-row"
            aria-current={keyOfPair(row) === props.chosen}
            onPress={() => props.onChoose(row)}
            data-testid={`pair-${row.one.record}-${row.other.record}`}
          >
            <span className="font-semibold leading-normal">{titleOf(row.one)}</span>
            <span className="font-semibold leading-normal">{titleOf(row.other)}</span>
            <span className="flex flex-wrap items-center gap-1.5 mt-1">
              <PairChip row={row} />
              {row.score > 0 && (
                <span className="muted">{t("double-score", { score: row.score })}</span>
              )}
            </span>
          </AriaButton>
        </li>
      ))}
    </ul>
  );
}

/** How a pair stands, as an icon and a word. */
export function PairChip({ row }: { row: DoubleRow }) {
  const { t } = useText();
  const marks: Record<string, [tone: "warn" | "info" | "bad" | "plain", icon: ReactNode]> = {
    "double-contested": ["bad", <TriangleAlert key="c" size={14} aria-hidden />],
    "double-probable": ["warn", <Copy key="p" size={14} aria-hidden />],
    "double-possible": ["plain", <CircleHelp key="o" size={14} aria-hidden />],
    "double-merged": ["info", <Link2 key="m" size={14} aria-hidden />],
    "double-distinct": ["plain", <CopyX key="d" size={14} aria-hidden />],
  };
  const key = stateKey(row);
  const [tone, icon] = marks[key] ?? ["plain", null];
  return (
    <Chip tone={tone === "plain" ? undefined : tone} icon={icon}>
      {t(key)}
    </Chip>
  );
}
