import { Copy } from "lucide-react";
import type { NodeView } from "../host";
import { asciiDigits } from "../locales/digits";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { useTell } from "../parts/notices";
import { isMasked } from "./appearance";
import { describedBy, hasWord, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { Line, MaskedLine, same } from "./line";

export function TextField(props: { node: NodeView; label?: string }) {
  const { node, label } = props;
  if (hasWord(node.appearance, "multiline") || node.rows > 1)
    return <Lines node={node} label={label} />;
  if (hasWord(node.appearance, "url") && node.read_only) return <Address node={node} />;
  if (hasWord(node.appearance, "numbers")) return <Digits node={node} label={label} />;
  const inputMode = hasWord(node.appearance, "url") ? "url" : undefined;
  const line = { node, label, inputMode, store: same, show: same } as const;
  return isMasked(node) ? <MaskedLine {...line} /> : <Line {...line} />;
}

/** Figures that are no number: a code, a telephone. */
function Digits(props: { node: NodeView; label?: string }) {
  const line = { ...props, store: asciiDigits, show: same, inputMode: "tel" } as const;
  const className = "max-w-64";
  return isMasked(props.node) ? (
    <MaskedLine {...line} className={className} />
  ) : (
    <Line {...line} className={className} />
  );
}

/** A box of more lines pushes what follows off the screen. */
const ROWS_MAX = 12;

/** Several lines; the box grows with what is written. */
function Lines({ node, label }: { node: NodeView; label?: string }) {
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const least = Math.min(node.rows > 0 ? node.rows : 3, ROWS_MAX);
  const rows = Math.min(Math.max(answer.split("\n").length + 1, least), ROWS_MAX);
  return (
    <textarea
      id={questionIds(node.path).input}
      className="input"
      rows={rows}
      value={answer}
      readOnly={node.read_only}
      aria-label={label}
      aria-required={node.required || undefined}
      aria-invalid={problem !== null}
      aria-describedby={describedBy(node, problem)}
      data-testid={`q-${node.path}`}
      onChange={(e) => sheet.write(node.path, e.target.value, false)}
      onBlur={() => sheet.leave(node.path)}
    />
  );
}

/** An address that the form gives; it is read and copied, and nothing is fetched from it. */
function Address({ node }: { node: NodeView }) {
  const { t } = useText();
  const tell = useTell();
  const answer = useAnswer(node);
  const copy = () => void navigator.clipboard?.writeText(answer).then(() => tell(t("copied")));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <output
        className="q-calculated break-all"
        id={questionIds(node.path).input}
        data-testid={`q-${node.path}`}
      >
        {answer}
      </output>
      {answer !== "" && (
        <Button icon={<Copy size={17} />} onPress={copy}>
          {t("copy-address")}
        </Button>
      )}
    </div>
  );
}
