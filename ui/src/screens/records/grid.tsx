import { TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { RecordRow } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { DeliveryChip, ReviewChip } from "../../parts/chips";
import { titleOf } from "../../parts/words";
import type { Rows } from "./rows";

/** Height of a row in rem; the same figure stands in the style sheet. */
const ROW_REM = 4;
const AROUND = 8;
const UNKNOWN_HEIGHT = 640;

function rowHeight(): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return ROW_REM * (Number.isFinite(rem) && rem > 0 ? rem : 16);
}

interface Props {
  rows: Rows;
  total: number;
  active: number;
  onActive: (index: number, row: RecordRow | undefined) => void;
  onOpen: (row: RecordRow) => void;
  /** Nothing stands beside the list, so that a click opens the record. */
  apart: boolean;
}

/**
 * A table of any length: only the rows in sight exist, each says which row of how many it is, and
 * the arrow keys walk through all of them.
 */
export function RecordGrid({ rows, total, active, onActive, onOpen, apart }: Props) {
  const { t, number } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(UNKNOWN_HEIGHT);
  const tall = rowHeight();

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setHeight(element.clientHeight || UNKNOWN_HEIGHT);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const first = Math.max(0, Math.floor(top / tall) - AROUND);
  const last = Math.min(total - 1, Math.ceil((top + height) / tall) + AROUND);
  const { want } = rows;
  useEffect(() => {
    if (last >= first) want(first, last);
  }, [want, first, last]);

  const goTo = (index: number) => {
    const next = Math.min(Math.max(index, 0), total - 1);
    const element = scroller.current;
    if (element) {
      const head = tall;
      if (next * tall < element.scrollTop) element.scrollTop = next * tall;
      else if ((next + 1) * tall + head > element.scrollTop + element.clientHeight)
        element.scrollTop = (next + 1) * tall + head - element.clientHeight;
    }
    onActive(next, rows.row(next));
  };
  const hear = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(height / tall) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      goTo(next);
    } else if (event.key === "Enter") {
      const row = rows.row(active);
      if (row) onOpen(row);
    }
  };

  const heads = [
    t("column-date"),
    t("column-what"),
    t("team"),
    t("column-people"),
    t("column-state"),
  ];
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      className="grid"
      data-apart={apart || undefined}
      data-testid="records-grid"
      aria-label={t("records-title")}
      aria-rowcount={total + 1}
      aria-colcount={heads.length}
      aria-activedescendant={active >= 0 ? `row-${active}` : undefined}
      onScroll={(e) => setTop(e.currentTarget.scrollTop)}
      onKeyDown={hear}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active row */}
      <div role="row" aria-rowindex={1} className="grid-row grid-head">
        {heads.map((head) => (
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <span role="columnheader" key={head}>
            {head}
          </span>
        ))}
      </div>
      <div role="presentation" style={{ height: total * tall, position: "relative" }}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
          const index = first + i;
          const row = rows.row(index);
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the grid
            <div
              role="row"
              key={index}
              id={`row-${index}`}
              aria-rowindex={index + 2}
              aria-selected={index === active}
              className="grid-row"
              style={{ transform: `translateY(${index * tall}px)` }}
              data-testid={row ? `row-${row.record}` : undefined}
              onClick={() => (apart && row ? onOpen(row) : goTo(index))}
              onDoubleClick={() => row && onOpen(row)}
            >
              <Cells row={row} number={number} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Cells(props: { row: RecordRow | undefined; number: (n: number) => string }) {
  const { t } = useText();
  const { row } = props;
  const cells = row
    ? [
        <span key="date">{day(row.date)}</span>,
        <span key="what" className="min-w-0">
          <span className="clip block font-semibold">{titleOf(row)}</span>
          <span className="clip block muted">
            {row.subtitle || row.form_title}
            {row.problems > 0 && (
              <span className="grid-marks text-warn">
                <TriangleAlert size={14} aria-hidden />
                {t("problems-count", { count: row.problems })}
              </span>
            )}
            {row.conflict && (
              <span className="grid-marks text-bad">
                <TriangleAlert size={14} aria-hidden />
                {t("conflict")}
              </span>
            )}
          </span>
        </span>,
        <span key="team" className="clip">
          {row.team}
        </span>,
        <span key="people">{row.people === null ? "" : props.number(row.people)}</span>,
        <span key="states" className="grid-states">
          <ReviewChip state={row.review} />
          <DeliveryChip state={row.delivery} />
        </span>,
      ]
    : [<span key="wait">{t("loading")}</span>, null, null, null, null];
  return cells.map((cell, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their order
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div role="gridcell" key={i} aria-colindex={i + 1} className="grid-cell">
      {cell}
    </div>
  ));
}
