import { Plus, Trash2 } from "lucide-react";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { OneField } from "./choices";
import { useSheet } from "./context";
import { Nodes, Typed } from "./node";
import { Comments, ProblemLine } from "./question";

const IN_A_ROW = new Set(["text", "integer", "decimal", "date", "time", "select_one"]);
const COLUMNS_MAX = 4;

function asked(instance: NodeView): NodeView[] {
  return instance.children.filter((n) => n.kind !== "hidden" && n.kind !== "calculate");
}

/** A few short questions fit one row; anything else stands as a card. */
function fitsRow(instances: NodeView[]): boolean {
  return instances.every((instance) => {
    const nodes = asked(instance);
    return nodes.length <= COLUMNS_MAX && nodes.every((n) => IN_A_ROW.has(n.kind));
  });
}

export function Repeat({ node }: { node: NodeView }) {
  const { t } = useText();
  const { addTo } = useSheet();
  const instances = node.children;
  const rows = fitsRow(instances);
  return (
    <section className="q" data-path={node.path} aria-label={node.label}>
      <p className="label">{node.label}</p>
      {node.hint && <p className="hint">{node.hint}</p>}
      {instances.length > 0 && (rows ? <Roster node={node} /> : <Cards node={node} />)}
      {!node.read_only && (
        <Button
          className="mt-2"
          icon={<Plus size={18} />}
          onPress={() => addTo(node.path)}
          testid={`add-${node.path}`}
        >
          {instances.length === 0 ? t("repeat-add-first") : t("repeat-add")}
        </Button>
      )}
      <ProblemLine node={node} />
      <Comments path={node.path} />
    </section>
  );
}

function RemoveButton(props: { instance: NodeView; number: number }) {
  const { t } = useText();
  const { remove } = useSheet();
  return (
    <Button
      look="quiet"
      square
      aria-label={t("repeat-remove", { number: props.number })}
      icon={<Trash2 size={18} />}
      onPress={() => remove(props.instance.path)}
      testid={`remove-${props.instance.path}`}
    />
  );
}

/** Columns in the order of the form, over all rows: relevance may differ from row to row. */
function heads(instances: NodeView[]): NodeView[] {
  const seen = new Map<string, NodeView>();
  for (const instance of instances) {
    for (const node of asked(instance)) if (!seen.has(node.name)) seen.set(node.name, node);
  }
  return [...seen.values()];
}

function Roster({ node }: { node: NodeView }) {
  const { t } = useText();
  const columns = heads(node.children);
  return (
    <table className="roster q-control" aria-label={node.label}>
      <thead>
        <tr>
          <th scope="col" className="w-8">
            <span className="only-spoken">{t("repeat-number")}</span>
          </th>
          {columns.map((column) => (
            <th key={column.name} scope="col">
              {column.label}
            </th>
          ))}
          <td className="w-12" />
        </tr>
      </thead>
      <tbody>
        {node.children.map((instance, i) => (
          <tr key={instance.path} data-path={instance.path}>
            <th scope="row">{i + 1}</th>
            {columns.map((column) => {
              const cell = asked(instance).find((n) => n.name === column.name);
              return <td key={column.name}>{cell && <Cell node={cell} number={i + 1} />}</td>;
            })}
            <td>
              <RemoveButton instance={instance} number={i + 1} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ node, number }: { node: NodeView; number: number }) {
  const { t } = useText();
  const label = t("repeat-cell", { question: node.label, number });
  return (
    <div data-path={node.path}>
      {node.kind === "select_one" ? (
        <OneField node={node} compact label={label} />
      ) : (
        <Typed node={node} label={label} />
      )}
      <ProblemLine node={node} />
      <Comments path={node.path} />
    </div>
  );
}

function Cards({ node }: { node: NodeView }) {
  const { t } = useText();
  return (
    <div className="flex flex-col gap-3 mt-2">
      {node.children.map((instance, i) => (
        <section key={instance.path} className="card card-pad" data-path={instance.path}>
          <div className="card-head">
            <h3>{instance.label || t("repeat-instance", { number: i + 1 })}</h3>
            <RemoveButton instance={instance} number={i + 1} />
          </div>
          <Nodes nodes={instance.children} />
        </section>
      ))}
    </div>
  );
}
