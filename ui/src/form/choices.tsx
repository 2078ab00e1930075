import { Check } from "lucide-react";
import { useState } from "react";
import { Checkbox, CheckboxGroup, Radio, RadioGroup } from "react-aria-components";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { ChoiceSearch, folded } from "../parts/choice-search";
import { describedBy, hasWord, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { AddFromList, isSearched, ListField } from "./list-field";

/** Up to here all choices are seen at once; above, they are found by typing. */
const CHIPS_MAX = 7;
/** From here a box above many chips filters them. */
const FILTER_FROM = 18;

export function asksToSearch(node: NodeView): boolean {
  const words = ["autocomplete", "minimal", "search"];
  return node.choice_count > CHIPS_MAX || words.some((w) => hasWord(node.appearance, w));
}

export function OneField(props: { node: NodeView; compact?: boolean; label?: string }) {
  const { node } = props;
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const ids = questionIds(node.path);
  if (isSearched(node)) return <ListField node={node} label={props.label} />;
  if (props.compact || asksToSearch(node)) {
    return (
      <ChoiceSearch
        id={ids.input}
        label={props.label}
        choices={node.choices}
        value={answer}
        readOnly={node.read_only}
        required={node.required}
        invalid={problem !== null}
        describedBy={describedBy(node, problem)}
        placeholder={props.compact ? t("choose") : t("choose-type")}
        testid={`q-${node.path}`}
        onChange={(value) => sheet.write(node.path, value, true)}
        onLeave={() => sheet.leave(node.path)}
      />
    );
  }
  return (
    <RadioGroup
      className="chips"
      aria-labelledby={ids.label}
      aria-describedby={describedBy(node, problem)}
      value={answer || null}
      isReadOnly={node.read_only}
      isRequired={node.required}
      isInvalid={problem !== null}
      validationBehavior="aria"
      data-testid={`q-${node.path}`}
      onChange={(value) => sheet.write(node.path, value, true)}
      onBlur={() => sheet.leave(node.path)}
    >
      {node.choices.map((choice) => (
        <Radio
          key={choice.value}
          value={choice.value}
          className="radio-chip"
          data-testid={`q-${node.path}-${choice.value}`}
          onKeyDown={(e) => {
            // An answer that is not required can be taken back.
            if (e.key === "Backspace" || e.key === "Delete") sheet.write(node.path, "", true);
          }}
        >
          <span className="radio-dot" aria-hidden />
          <span>{choice.label}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

export function ManyField(props: { node: NodeView }) {
  const { node } = props;
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const ids = questionIds(node.path);
  const [filter, setFilter] = useState("");
  const chosen = answer.split(/\s+/).filter(Boolean);
  const order = new Map(node.choices.map((c, i) => [c.value, i]));
  const shown = node.choices.filter(
    (c) => filter === "" || chosen.includes(c.value) || folded(c.label).includes(folded(filter)),
  );
  return (
    <>
      {isSearched(node) && (
        <AddFromList
          node={node}
          onAdd={(value) => {
            const all = chosen.includes(value) ? chosen : [...chosen, value];
            sheet.write(node.path, all.join(" "), true);
          }}
        />
      )}
      {node.choices.length >= FILTER_FROM && (
        <input
          className="input mb-2"
          value={filter}
          placeholder={t("choose-filter")}
          aria-label={t("choose-filter")}
          onChange={(e) => setFilter(e.target.value)}
        />
      )}
      <CheckboxGroup
        className="chips"
        aria-labelledby={ids.label}
        aria-describedby={describedBy(node, problem)}
        value={chosen}
        isReadOnly={node.read_only}
        isRequired={node.required}
        isInvalid={problem !== null}
        validationBehavior="aria"
        data-testid={`q-${node.path}`}
        onChange={(values) => {
          // A ranking keeps the order in which its choices were ticked.
          const sorted = [...values];
          if (node.kind !== "rank") {
            sorted.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
          }
          sheet.write(node.path, sorted.join(" "), true);
        }}
        onBlur={(e) => {
          if (!e.currentTarget.contains(e.relatedTarget)) sheet.leave(node.path);
        }}
      >
        {shown.map((choice) => (
          <Checkbox
            key={choice.value}
            value={choice.value}
            className="check-chip"
            data-testid={`q-${node.path}-${choice.value}`}
          >
            <span className="check-box" aria-hidden>
              <Check size={14} strokeWidth={3} />
            </span>
            <span>{choice.label}</span>
          </Checkbox>
        ))}
      </CheckboxGroup>
    </>
  );
}
