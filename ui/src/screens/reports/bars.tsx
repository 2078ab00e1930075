import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Bar, BarChart, LabelList, Tooltip, XAxis, YAxis } from "recharts";
import type { Series } from "./figures";

/** One bar: its name, a value for each series, and the whole as people read it. */
export interface Line {
  name: string;
  values: number[];
  size: string;
}

interface Props {
  /** What the chart says, for whoever does not see it. */
  words: string;
  series: Series[];
  lines: Line[];
  size: (value: number) => string;
}

const BAR = 16;
const ROW = 40;
/** Room for the name of the first bar. */
const TOP = 8;
/** Before the page is measured, and where nothing measures it. */
const WIDTH = 320;
/** Signs of a name that have room above a bar of so many dots. */
const SIGN = 8.5;

/** Lying bars go on with the left arrow; here every arrow goes where it points. */
const turned: Record<string, string> = {
  ArrowDown: "ArrowLeft",
  ArrowRight: "ArrowLeft",
  ArrowUp: "ArrowRight",
  ArrowLeft: "ArrowRight",
};

/** Lying bars, each with its name above it. The arrow keys go from one to the next and its figures are said. */
export function Bars({ words, series, lines, size }: Props) {
  const { box, width } = useWidth();
  const largest = Math.max(...lines.map(({ values }) => values.reduce((all, one) => all + one, 0)));
  const turning = useRef(false);
  const turn = (event: KeyboardEvent) => {
    const key = turned[event.key];
    if (!key || turning.current) return;
    event.preventDefault();
    event.stopPropagation();
    turning.current = true;
    event.target.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true }));
    turning.current = false;
  };
  return (
    <div ref={box} className="report-bars" onKeyDownCapture={turn}>
      <BarChart
        layout="vertical"
        width={width}
        height={lines.length * ROW + TOP}
        data={lines}
        margin={{ top: TOP, right: 0, bottom: 0, left: 0 }}
        barSize={BAR}
        aria-label={words}
        accessibilityLayer
      >
        <XAxis type="number" domain={[0, largest]} hide />
        <YAxis type="category" dataKey="name" allowDuplicatedCategory hide />
        <Tooltip
          cursor={{ fill: "var(--hover)" }}
          isAnimationActive={false}
          content={({ active, label, payload }) =>
            active && payload ? (
              <Said
                name={String(label ?? "")}
                line={payload[0]?.payload as Line | undefined}
                series={series}
                size={size}
              />
            ) : null
          }
        />
        {series.map(({ at, title }, which) => (
          <Bar
            key={at}
            name={title}
            dataKey={(line: Line) => line.values[which] ?? 0}
            stackId="one"
            className={`fill-${which}`}
            isAnimationActive={false}
          >
            {which === 0 && (
              <LabelList
                content={({ index, y }) => {
                  const line = lines[Number(index)];
                  if (!line) return null;
                  const room = Math.floor((width - line.size.length * SIGN) / SIGN);
                  return (
                    <g aria-hidden>
                      <text x={0} y={Number(y) - 5} className="report-bar-name">
                        {shortened(line.name, room)}
                      </text>
                      <text
                        x={width}
                        y={Number(y) - 5}
                        textAnchor="end"
                        className="report-bar-size"
                      >
                        {line.size}
                      </text>
                    </g>
                  );
                }}
              />
            )}
          </Bar>
        ))}
      </BarChart>
    </div>
  );
}

/** The figures of the bar that the pointer or the keyboard is on. */
function Said(props: Pick<Props, "series" | "size"> & { name: string; line: Line | undefined }) {
  if (!props.line) return null;
  return (
    <div className="report-said" role="status" data-testid="bar-said">
      <p className="font-semibold">{props.name}</p>
      {props.series.map(({ at, title }, which) => (
        <p key={at} className="flex items-center gap-2">
          <span className={`bar-key bar-${which}`} aria-hidden />
          <span className="flex-1">{title}</span>
          <span className="num">{props.size(props.line?.values[which] ?? 0)}</span>
        </p>
      ))}
    </div>
  );
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDTH);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => {
      const found = Math.floor(entry?.contentRect.width ?? 0);
      if (found > 0) setWidth(found);
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return { box, width };
}

const shortened = (name: string, room: number) =>
  name.length > room ? `${name.slice(0, Math.max(1, room - 1))}…` : name;
