import { Trash2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { useTell } from "../parts/notices";
import { useSheet } from "./context";
import { Typed } from "./node";
import { OneField } from "./one-field";
import { Comments, ProblemLine } from "./question";

const IN_A_ROW = new Set(["text", "integer", "decimal", "date", "time", "select_one", "barcode"]);
const COLUMNS_MAX = 5;
const boxes = "input:not([type=hidden]), textarea, select";

export function askedIn(instance: NodeView): NodeView[] {
  return instance.children.filter((n) => n.kind !== "hidden" && n.kind !== "calculate");
}

/** A few short questions fit one row; anything else stands as a card. */
export function fitsRow(instances: NodeView[]): boolean {
  return instances.every((instance) => {
    const nodes = askedIn(instance);
    const short = (n: NodeView) => IN_A_ROW.has(n.kind) && !/\bmultiline\b/.test(n.appearance);
    return nodes.length <= COLUMNS_MAX && nodes.every(short);
  });
}

/** Removes an instance, says so and offers it back, as long as nothing else was changed: the last change is what is taken back. */
export function useRemove() {
  const { t } = useText();
  const { pen, remove, undo } = useSheet();
  const tell = useTell();
  return (path: string, number: number) =>
    void remove(path).then((done) => {
      if (!done) return;
      const { step } = pen.view();
      const run = () => {
        if (pen.view().step === step && !pen.now().unsaved) undo();
        else tell(t("repeat-changed-since"), { tone: "info" });
      };
      const back = { text: t("undo"), run, testid: "remove-undo" };
      tell(t("repeat-removed", { number }), { action: back });
    });
}

export function RemoveButton(props: { instance: NodeView; number: number; fixed: boolean }) {
  const { t } = useText();
  const remove = useRemove();
  if (props.fixed) return null;
  return (
    <Button
      look="quiet"
      square
      excludeFromTabOrder
      aria-label={t("repeat-remove", { number: props.number })}
      icon={<Trash2 size={18} />}
      onPress={() => remove(props.instance.path, props.number)}
      testid={`remove-${props.instance.path}`}
    />
  );
}

/** Columns in the order of the form, over all rows: relevance may differ from row to row. */
function heads(instances: NodeView[]): NodeView[] {
  const seen = new Map<string, NodeView>();
  for (const instance of instances) {
    for (const node of askedIn(instance)) if (!seen.has(node.name)) seen.set(node.name, node);
  }
  return [...seen.values()];
}

/** Puts the focus into the first box of an instance that was just added; `firstBox` finds it in what holds them all. */
export function useFocusOnNew<E extends Element>(
  count: number,
  wanted: { current: boolean },
  firstBox: (all: E, count: number) => HTMLElement | null | undefined,
) {
  const all = useRef<E>(null);
  const was = useRef(wanted.current ? count - 1 : count);
  useEffect(() => {
    const grew = count > was.current;
    was.current = count;
    if (!grew || !wanted.current) return;
    wanted.current = false;
    if (all.current) firstBox(all.current, count)?.focus();
  }, [count, wanted, firstBox]);
  return all;
}

function firstOfRow(body: HTMLTableSectionElement, count: number) {
  return body.querySelectorAll("tr")[count - 1]?.querySelector<HTMLElement>(boxes);
}

/**
 * A repeat of short questions as a table: Tab goes from box to box, Enter at the end of the last row
 * adds one, Alt+Delete removes the row.
 */
export function Roster(props: {
  node: NodeView;
  /** The next row that appears gets the focus. */
  wanted: { current: boolean };
  onAdd: () => void;
}) {
  const { node } = props;
  const { t } = useText();
  const remove = useRemove();
  const columns = heads(node.children);
  const body = useFocusOnNew(node.children.length, props.wanted, firstOfRow);
  const hear = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLElement) || node.read_only) return;
    const row = event.target.closest("tr");
    const rows = [...(body.current?.querySelectorAll("tr") ?? [])];
    const at = row ? rows.indexOf(row) : -1;
    const instance = node.children[at];
    if (!row || !instance) return;
    if (event.altKey && event.key === "Delete") {
      event.preventDefault();
      const beside = rows[at + 1] ?? rows[at - 1];
      beside?.querySelector<HTMLElement>(boxes)?.focus();
      remove(instance.path, at + 1);
      return;
    }
    const plain = event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey;
    const isEnd = [...row.querySelectorAll(boxes)].at(-1) === event.target;
    if (!plain || event.defaultPrevented || !isEnd || at !== node.children.length - 1) return;
    event.preventDefault();
    props.onAdd();
  };
  return (
    <table className="roster q-control" aria-label={node.label} onKeyDown={hear}>
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
          {!node.read_only && <td className="w-12" />}
        </tr>
      </thead>
      <tbody ref={body}>
        {node.children.map((instance, i) => (
          <tr key={instance.path} data-path={instance.path}>
            <th scope="row">{i + 1}</th>
            {columns.map((column) => {
              const cell = askedIn(instance).find((n) => n.name === column.name);
              const isEnd = i === node.children.length - 1 && cell === askedIn(instance).at(-1);
              const onNext = isEnd && !node.read_only ? props.onAdd : undefined;
              return (
                <td key={column.name}>
                  {cell && <Cell node={cell} number={i + 1} onNext={onNext} />}
                </td>
              );
            })}
            {!node.read_only && (
              <td>
                <RemoveButton instance={instance} number={i + 1} fixed={node.read_only} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell(props: { node: NodeView; number: number; onNext?: () => void }) {
  const { node, number } = props;
  const { t } = useText();
  const label = t("repeat-cell", { question: node.label, number });
  return (
    <div data-path={node.path}>
      {node.kind === "select_one" ? (
        <OneField node={node} compact label={label} onNext={props.onNext} />
      ) : (
        <Typed node={node} label={label} />
      )}
      <ProblemLine node={node} />
      <Comments path={node.path} />
    </div>
  );
}
