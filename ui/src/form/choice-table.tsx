import { type KeyboardEvent, useRef } from "react";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { ChoiceTyping } from "../parts/choice-words";
import { hasWord, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { Comments, ProblemLine } from "./question";

const isChoice = (node: NodeView) => node.kind === "select_one" || node.kind === "select_multiple";

/** Whether a question begins a table of questions that have the same choices. */
export function headsTable(node: NodeView): boolean {
  return isChoice(node) && hasWord(node.appearance, "label");
}

/** Whether a question is a line of the table above it. */
export function isTableLine(node: NodeView): boolean {
  return isChoice(node) && hasWord(node.appearance, "list-nolabel");
}

/** Questions with the same choices as one table: a line for each, the choices as columns. */
export function ChoiceTable({ head, lines }: { head: NodeView; lines: NodeView[] }) {
  const columns = head.choices.length > 0 ? head.choices : (lines[0]?.choices ?? []);
  return (
    <div className="q" data-path={head.path}>
      {head.hint && <p className="hint">{head.hint}</p>}
      <div className="choice-table-frame">
        <table className="choice-table" data-testid={`q-${head.path}`}>
          {head.label && <caption className="only-spoken">{head.label}</caption>}
          <thead>
            <tr>
              <th scope="col">{head.label}</th>
              {columns.map((choice) => (
                <th key={choice.value} scope="col">
                  {choice.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((node) => (
              <TableLine key={node.path} node={node} columns={columns} />
            ))}
          </tbody>
        </table>
      </div>
      {lines.map((node) => (
        <div key={node.path}>
          <ProblemLine node={node} />
          <Comments path={node.path} />
        </div>
      ))}
    </div>
  );
}

function TableLine({ node, columns }: { node: NodeView; columns: NodeView["choices"] }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const typing = useRef(new ChoiceTyping());
  const several = node.kind === "select_multiple";
  const ids = questionIds(node.path);
  const chosen = answer.split(/\s+/).filter(Boolean);
  const offered = new Set(node.choices.map((choice) => choice.value));
  const put = (value: string) => {
    if (!several) return sheet.write(node.path, value, true);
    const next = chosen.includes(value) ? chosen.filter((c) => c !== value) : [...chosen, value];
    const order = node.choices.map((choice) => choice.value).filter((v) => next.includes(v));
    sheet.write(node.path, order.join(" "), true);
  };
  const hear = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || node.read_only) return;
    if (!several && (event.key === "Backspace" || event.key === "Delete")) {
      sheet.write(node.path, "", true);
      return;
    }
    const found = typing.current.hear(event.key, columns, -1, event.timeStamp);
    const choice = found === null ? undefined : columns[found];
    if (!choice || !offered.has(choice.value)) return;
    event.preventDefault();
    put(choice.value);
  };
  return (
    <tr
      data-path={node.path}
      data-testid={`q-${node.path}`}
      aria-invalid={problem !== null || undefined}
      onKeyDown={hear}
      onBlur={(e) => {
        if (!e.currentTarget.contains(e.relatedTarget)) sheet.leave(node.path);
      }}
    >
      <th scope="row" id={ids.label}>
        {node.label}
        {node.required && (
          <span className="q-required">
            <span aria-hidden> *</span>
            <span className="only-spoken">{t("required")}</span>
          </span>
        )}
        {node.hint && <span className="hint block">{node.hint}</span>}
      </th>
      {columns.map((choice) => (
        <td key={choice.value}>
          {offered.has(choice.value) && (
            <label className="choice-cell" data-testid={`q-${node.path}-${choice.value}`}>
              <input
                type={several ? "checkbox" : "radio"}
                name={ids.input}
                aria-label={`${node.label}: ${choice.label}`}
                checked={chosen.includes(choice.value)}
                disabled={node.read_only}
                onChange={() => put(choice.value)}
              />
            </label>
          )}
        </td>
      ))}
    </tr>
  );
}
