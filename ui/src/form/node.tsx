import { memo } from "react";
import type { NodeView } from "../host";
import { AcknowledgeField } from "./acknowledge-field";
import { asksToSearch, widthOf } from "./appearance";
import { ChoiceTable, headsTable, isTableLine } from "./choice-table";
import { hasWord, questionIds, useAnswer } from "./context";
import { DateField, MomentField, TimeField } from "./date-field";
import { FileField } from "./file-field";
import { ManyField } from "./many-field";
import { NumberField } from "./number-field";
import { OneField } from "./one-field";
import { asksForPlace, PlaceField } from "./place-field";
import { PositionField } from "./position-field";
import { Comments, Guidance, Question } from "./question";
import { RangeField } from "./range-field";
import { RankField } from "./rank-field";
import { Repeat } from "./repeat";
import { Sadd } from "./sadd";
import { countsPeople, saddGrid } from "./sadd-grid";
import { TextField } from "./text-field";

const SHORT = new Set(["date", "time", "datetime", "integer", "decimal"]);

/** Whether a question stands on a line with the one before it: short ones, and those of a given width. */
function sharesLine(before: NodeView, node: NodeView): boolean {
  if (widthOf(before) !== null && widthOf(node) !== null) return true;
  return SHORT.has(before.kind) && SHORT.has(node.kind);
}

/** Questions that are shown together: a line, a table, or one alone. */
function runsOf(nodes: NodeView[]): NodeView[][] {
  const runs: NodeView[][] = [];
  for (const node of nodes) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    const last = run?.at(-1);
    const joins = first && last && (headsTable(first) ? isTableLine(node) : sharesLine(last, node));
    if (joins) run?.push(node);
    else runs.push([node]);
  }
  return runs;
}

/** Questions one after the other, painted again only when one of them changed. */
export const Nodes = memo(function Nodes(props: { nodes: NodeView[] }) {
  return runsOf(props.nodes).map((run) => {
    const [first, ...rest] = run;
    if (!first) return null;
    if (headsTable(first) && rest.length > 0) {
      return <ChoiceTable key={first.path} head={first} lines={rest} />;
    }
    if (rest.length === 0) return <Node key={first.path} node={first} />;
    return (
      <div className="q-row" key={`row ${first.path}`}>
        {run.map((node) => (
          <Node key={node.path} node={node} />
        ))}
      </div>
    );
  });
});

/** The questions of a section; a count of people stands as one grid, the rest around it. */
export function SectionNodes(props: { path: string; nodes: NodeView[] }) {
  if (!countsPeople(props.nodes)) return <Nodes nodes={props.nodes} />;
  return <Counted path={props.path} label="" hint="" nodes={props.nodes} />;
}

function Counted(props: { path: string; label: string; hint: string; nodes: NodeView[] }) {
  const grid = saddGrid(props.nodes);
  return (
    <>
      <Nodes nodes={grid.before} />
      <Sadd path={props.path} label={props.label} hint={props.hint} grid={grid} />
      <Nodes nodes={grid.others} />
    </>
  );
}

const Node = memo(function Node({ node }: { node: NodeView }) {
  switch (node.kind) {
    case "group":
      return <Group node={node} />;
    case "instance":
      return <Nodes nodes={node.children} />;
    case "repeat":
      return <Repeat node={node} />;
    case "note":
      return <Note node={node} />;
    case "calculate":
      return node.label ? <Calculated node={node} /> : null;
    case "hidden":
      return null;
    default:
      return <Asked node={node} />;
  }
});

/** A question that a person answers. */
function Asked({ node }: { node: NodeView }) {
  switch (node.kind) {
    case "select_one":
      return (
        <Question node={node} grouped={!asksToSearch(node)}>
          <OneField node={node} />
        </Question>
      );
    case "select_multiple":
      return (
        <Question node={node} grouped>
          <ManyField node={node} />
        </Question>
      );
    case "rank":
      return (
        <Question node={node} grouped>
          <RankField node={node} />
        </Question>
      );
    case "range":
      return (
        <Question node={node} grouped={hasWord(node.appearance, "rating")}>
          <RangeField node={node} />
        </Question>
      );
    case "acknowledge":
      return (
        <Question node={node} grouped>
          <AcknowledgeField node={node} />
        </Question>
      );
    case "file":
      return (
        <Question node={node} grouped>
          <FileField node={node} />
        </Question>
      );
    default:
      return (
        <Question node={node}>
          <Typed node={node} />
        </Question>
      );
  }
}

/** What is typed on one line, also inside a row of a repeat, where `label` names it. */
export function Typed({ node, label }: { node: NodeView; label?: string }) {
  switch (node.kind) {
    case "integer":
    case "decimal":
      return <NumberField node={node} label={label} className={label ? "" : undefined} />;
    case "range":
      return <RangeField node={node} label={label} />;
    case "date":
      return <DateField node={node} label={label} />;
    case "time":
      return <TimeField node={node} label={label} />;
    case "datetime":
      return <MomentField node={node} label={label} />;
    case "geopoint":
      return <PositionField node={node} label={label} />;
    default:
      if (asksForPlace(node)) return <PlaceField node={node} label={label} />;
      return <TextField node={node} label={label} />;
  }
}

function Group({ node }: { node: NodeView }) {
  if (hasWord(node.appearance, "sadd-grid")) {
    const { path, label, hint, children } = node;
    return <Counted path={path} label={label} hint={hint} nodes={children} />;
  }
  return (
    <section className="q-group" data-path={node.path} aria-label={node.label || undefined}>
      {node.label && <h3>{node.label}</h3>}
      {node.hint && <p className="hint">{node.hint}</p>}
      <Nodes nodes={node.children} />
    </section>
  );
}

function Note({ node }: { node: NodeView }) {
  return (
    <div className="q q-note" data-path={node.path}>
      <p>{node.label}</p>
      {node.hint && <p className="hint">{node.hint}</p>}
      <Guidance text={node.guidance} />
      <Comments path={node.path} />
    </div>
  );
}

function Calculated({ node }: { node: NodeView }) {
  const answer = useAnswer(node);
  if (answer === "") return null;
  return (
    <div className="q" data-path={node.path}>
      <p className="label" id={questionIds(node.path).label}>
        {node.label}
      </p>
      <output className="q-calculated" data-testid={`q-${node.path}`}>
        {answer}
      </output>
    </div>
  );
}
