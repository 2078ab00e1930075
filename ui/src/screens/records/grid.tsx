import { ArrowDown, ArrowUp, Square, SquareCheck } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef, useState } from "react";
import type { RecordRow } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { keyOf } from "../../parts/keys";
import { Cell, type Column } from "./columns";
import type { Rows } from "./rows";

/** Height of a row in rem; the same figure stands in the style sheet. */
const ROW_REM = 4;
const AROUND = 8;
const UNKNOWN_HEIGHT = 640;

function rowHeight(): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return ROW_REM * (Number.isFinite(rem) && rem > 0 ? rem : 16);
}

/** Orders that begin with the lowest; the others begin with the newest or the most. */
const risesFirst = ["title", "team", "state"];

export interface Order {
  sort: string;
  backwards: boolean;
}

interface Props {
  rows: Rows;
  total: number;
  columns: Column[];
  order: Order;
  onOrder: (order: Order) => void;
  active: number;
  onActive: (index: number, row: RecordRow | undefined) => void;
  onOpen: (row: RecordRow) => void;
  /** Goes to the page of a person, an accident or a session. */
  onLife: (row: RecordRow) => void;
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  /** Nothing stands beside the list, so that a click opens the record. */
  apart: boolean;
}

function useHeight(scroller: React.RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(UNKNOWN_HEIGHT);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => setHeight(element.clientHeight || UNKNOWN_HEIGHT);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return height;
}

/**
 * A table of any length: only the rows in sight exist, each says which row of how many it is, and
 * the arrow keys walk through all of them. The space bar chooses, with Shift a whole run.
 */
export function RecordGrid(props: Props) {
  const { rows, total, active, onActive, onOpen, apart, chosen, onChosen } = props;
  const { t } = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef(-1);
  const [top, setTop] = useState(0);
  const height = useHeight(scroller);
  const tall = rowHeight();

  const first = Math.max(0, Math.floor(top / tall) - AROUND);
  const last = Math.min(total - 1, Math.ceil((top + height) / tall) + AROUND);
  const { want } = rows;
  useEffect(() => {
    if (last >= first) want(first, last);
  }, [want, first, last]);

  const toggle = (index: number) => {
    const row = rows.row(index);
    if (!row) return;
    const next = new Set(chosen);
    if (!next.delete(row.record)) next.add(row.record);
    anchor.current = index;
    onChosen(next);
  };
  const run = (to: number) => {
    if (anchor.current < 0) anchor.current = Math.max(active, 0);
    const [low, high] = [Math.min(anchor.current, to), Math.max(anchor.current, to)];
    const next = new Set(chosen);
    for (let index = low; index <= high; index += 1) {
      const row = rows.row(index);
      if (row) next.add(row.record);
    }
    onChosen(next);
  };
  const goTo = (index: number, shift = false) => {
    const next = Math.min(Math.max(index, 0), total - 1);
    const element = scroller.current;
    if (element) {
      const head = tall;
      if (next * tall < element.scrollTop) element.scrollTop = next * tall;
      else if ((next + 1) * tall + head > element.scrollTop + element.clientHeight)
        element.scrollTop = (next + 1) * tall + head - element.clientHeight;
    }
    if (shift) run(next);
    onActive(next, rows.row(next));
  };
  const hear = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
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
    const row = rows.row(active);
    if (next !== undefined) {
      event.preventDefault();
      goTo(next, event.shiftKey && event.key.startsWith("Arrow"));
    } else if (event.key === " ") {
      event.preventDefault();
      if (event.shiftKey) run(active);
      else toggle(active);
    } else if (event.key === "Escape" && chosen.size > 0) {
      onChosen(new Set());
    } else if (event.key === "Enter" && row) {
      onOpen(row);
    } else if (keyOf(event) === "t" && !event.ctrlKey && row) {
      props.onLife(row);
    }
  };
  const click = (event: MouseEvent, index: number, isCheck: boolean) => {
    const row = rows.row(index);
    if (event.shiftKey) goTo(index, true);
    else if (isCheck || event.ctrlKey || event.metaKey) toggle(index);
    else if (apart && row) onOpen(row);
    else goTo(index);
  };
  // Rows keep what they painted while others come into sight, so what they call must not change.
  const latest = useRef({ click, open: onOpen });
  latest.current = { click, open: onOpen };
  const on = useRef<RowHearing>({
    click: (event, index, isCheck) => latest.current.click(event, index, isCheck),
    open: (row) => latest.current.open(row),
  }).current;

  const tracks = ["2.5rem", ...props.columns.map((column) => column.width)].join(" ");
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      className="records-grid"
      data-apart={apart || undefined}
      data-testid="records-grid"
      aria-label={t("records-title")}
      aria-multiselectable
      aria-rowcount={total + 1}
      aria-colcount={props.columns.length + 1}
      aria-activedescendant={active >= 0 ? `row-${active}` : undefined}
      style={{ "--tracks": tracks } as React.CSSProperties}
      onScroll={(e) => setTop(e.currentTarget.scrollTop)}
      onKeyDown={hear}
    >
      <Heads columns={props.columns} order={props.order} onOrder={props.onOrder} />
      <div role="presentation" style={{ height: total * tall, position: "relative" }}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
          const index = first + i;
          const row = rows.row(index);
          return (
            <Row
              key={index}
              index={index}
              row={row}
              top={index * tall}
              columns={props.columns}
              isActive={index === active}
              isChosen={row !== undefined && chosen.has(row.record)}
              on={on}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowHearing {
  click: (event: MouseEvent, index: number, isCheck: boolean) => void;
  open: (row: RecordRow) => void;
}

interface RowProps {
  index: number;
  row: RecordRow | undefined;
  top: number;
  columns: Column[];
  isActive: boolean;
  isChosen: boolean;
  on: RowHearing;
}

const Row = memo(function Row({ index, row, top, columns, isActive, isChosen, on }: RowProps) {
  const { t } = useText();
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the grid
    <div
      role="row"
      id={`row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      data-active={isActive || undefined}
      className="grid-row"
      style={{ transform: `translateY(${top}px)` }}
      data-testid={row ? `row-${row.record}` : undefined}
      onClick={(event) => on.click(event, index, false)}
      onDoubleClick={() => row && on.open(row)}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the space bar is heard by the grid */}
      <div
        role="gridcell"
        aria-colindex={1}
        className="grid-check"
        data-testid={row ? `choose-${row.record}` : undefined}
        onClick={(event) => {
          event.stopPropagation();
          on.click(event, index, true);
        }}
      >
        {isChosen ? <SquareCheck size={18} aria-hidden /> : <Square size={18} aria-hidden />}
        <span className="only-spoken">{t(isChosen ? "chosen" : "not-chosen")}</span>
      </div>
      <Cells row={row} columns={columns} />
    </div>
  );
});

function Heads(props: { columns: Column[]; order: Order; onOrder: (order: Order) => void }) {
  const { t } = useText();
  const { order } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus
    <div role="row" aria-rowindex={1} className="grid-row grid-head">
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      <span role="columnheader">
        <span className="only-spoken">{t("column-chosen")}</span>
      </span>
      {props.columns.map((column) => {
        const isSorted = column.sort === order.sort;
        const isDown = !risesFirst.includes(column.sort ?? "") !== order.backwards;
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <span
            role="columnheader"
            key={column.key}
            data-number={column.isNumber || undefined}
            aria-sort={isSorted ? (isDown ? "descending" : "ascending") : undefined}
          >
            {column.sort ? (
              <Button
                look="link"
                className="grid-sort"
                testid={`sort-${column.sort}`}
                onPress={() =>
                  props.onOrder({
                    sort: column.sort ?? "changed",
                    backwards: isSorted ? !order.backwards : false,
                  })
                }
              >
                <span className="clip">{t(column.head)}</span>
                {isSorted &&
                  (isDown ? (
                    <ArrowDown size={14} aria-hidden />
                  ) : (
                    <ArrowUp size={14} aria-hidden />
                  ))}
              </Button>
            ) : (
              <span className="clip block">{t(column.head)}</span>
            )}
          </span>
        );
      })}
    </div>
  );
}

function Cells(props: { row: RecordRow | undefined; columns: Column[] }) {
  const { t } = useText();
  const { row } = props;
  return props.columns.map((column, i) => (
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div
      role="gridcell"
      key={column.key}
      aria-colindex={i + 2}
      className="grid-cell"
      data-number={column.isNumber || undefined}
    >
      {row ? <Cell row={row} column={column} /> : i === 0 ? t("loading") : null}
    </div>
  ));
}
