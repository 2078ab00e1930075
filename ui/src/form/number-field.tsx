import { Minus, Plus } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { NodeView } from "../host";
import { grouped, typedNumber } from "../locales/digits";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { isMasked } from "./appearance";
import { hasWord, useAnswer, useSheet } from "./context";
import { Line, MaskedLine, same } from "./line";

export function NumberField(props: { node: NodeView; className?: string; label?: string }) {
  const { node, label } = props;
  const whole = node.kind === "integer";
  const line = {
    node,
    label,
    store: typedNumber,
    show: hasWord(node.appearance, "thousands-sep") ? grouped : same,
    plainInside: true,
    inputMode: whole ? "numeric" : "decimal",
    className: props.className ?? "max-w-44",
  } as const;
  if (whole && !label && hasWord(node.appearance, "counter") && !node.read_only) {
    return <Counter node={node} />;
  }
  return isMasked(node) ? <MaskedLine {...line} /> : <Line {...line} />;
}

/** A whole number that is raised and lowered by one: by its buttons, or the arrow keys. */
function Counter({ node }: { node: NodeView }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const now = /^-?\d+$/.test(answer) ? Number(answer) : 0;
  const to = (value: number) => sheet.write(node.path, String(value), true);
  const hear = (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (step === 0 || event.altKey) return;
    event.preventDefault();
    to(now + step);
  };
  return (
    <div className="flex items-center gap-2">
      <Button
        square
        excludeFromTabOrder
        aria-label={t("one-less", { question: node.label })}
        icon={<Minus size={18} />}
        onPress={() => to(now - 1)}
        testid={`q-${node.path}-less`}
      />
      <Line
        node={node}
        store={typedNumber}
        show={same}
        inputMode="numeric"
        className="counter"
        onKeyDown={hear}
      />
      <Button
        square
        excludeFromTabOrder
        aria-label={t("one-more", { question: node.label })}
        icon={<Plus size={18} />}
        onPress={() => to(now + 1)}
        testid={`q-${node.path}-more`}
      />
    </div>
  );
}
