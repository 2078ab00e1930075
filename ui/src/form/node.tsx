import type { NodeView } from "../host";
import { asksToSearch, ManyField, OneField } from "./choices";
import { hasWord, questionIds, useAnswer } from "./context";
import {
  AcknowledgeField,
  DateField,
  MomentField,
  NumberField,
  TextField,
  TimeField,
} from "./fields";
import { FileField } from "./file-field";
import { asksForPlace, PlaceField } from "./place-field";
import { PositionField } from "./position-field";
import { Comments, Question } from "./question";
import { Repeat } from "./repeat";
import { countsPeople, Sadd, saddGrid } from "./sadd";

const SHORT = new Set(["date", "time", "datetime", "integer", "decimal", "range"]);

/** Questions one after the other; short ones that follow each other share a line. */
export function Nodes(props: { nodes: NodeView[] }) {
  const runs: NodeView[][] = [];
  for (const node of props.nodes) {
    const run = runs.at(-1);
    if (run?.[0] && SHORT.has(node.kind) && SHORT.has(run[0].kind)) run.push(node);
    else runs.push([node]);
  }
  return runs.map((run) => {
    const questions = run.map((node) => <Node key={node.path} node={node} />);
    return run.length === 1 ? (
      questions
    ) : (
      <div className="q-row" key={run[0]?.path}>
        {questions}
      </div>
    );
  });
}

/** The questions of a section; a count of people stands as one grid, the rest below it. */
export function SectionNodes(props: { path: string; nodes: NodeView[] }) {
  if (!countsPeople(props.nodes)) return <Nodes nodes={props.nodes} />;
  const grid = saddGrid(props.nodes);
  return (
    <>
      <Sadd path={props.path} label="" hint="" grid={grid} />
      <Nodes nodes={grid.others} />
    </>
  );
}

function Node({ node }: { node: NodeView }) {
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
}

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
    case "rank":
      return (
        <Question node={node} grouped>
          <ManyField node={node} />
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
    case "range":
      return <NumberField node={node} label={label} className={label ? "" : undefined} />;
    case "date":
      return <DateField node={node} label={label} />;
    case "time":
      return <TimeField node={node} label={label} />;
    case "datetime":
      return <MomentField node={node} />;
    case "geopoint":
      return <PositionField node={node} label={label} />;
    default:
      if (asksForPlace(node)) return <PlaceField node={node} label={label} />;
      return <TextField node={node} label={label} />;
  }
}

function Group({ node }: { node: NodeView }) {
  if (hasWord(node.appearance, "sadd-grid")) {
    const grid = saddGrid(node.children);
    return (
      <>
        <Sadd path={node.path} label={node.label} hint={node.hint} grid={grid} />
        <Nodes nodes={grid.others} />
      </>
    );
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
