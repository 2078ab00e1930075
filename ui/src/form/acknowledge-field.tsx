import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { questionIds, useAnswer, useSheet } from "./context";

/** One box to tick, for a statement that must be agreed to. */
export function AcknowledgeField(props: { node: NodeView }) {
  const { node } = props;
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const id = `${questionIds(node.path).input}-tick`;
  return (
    <label className="check-chip" htmlFor={id} data-selected={answer === "OK" || undefined}>
      <input
        id={id}
        type="checkbox"
        checked={answer === "OK"}
        disabled={node.read_only}
        data-testid={`q-${node.path}`}
        aria-describedby={questionIds(node.path).label}
        onChange={(e) => sheet.write(node.path, e.target.checked ? "OK" : "", true)}
        onBlur={() => sheet.leave(node.path)}
      />
      <span>{t("acknowledge")}</span>
    </label>
  );
}
