import { type ChoicesFound, host, type NodeView } from "../host";
import { useText } from "../locales/text";
import { ChoiceSearch } from "../parts/choice-search";
import { describedBy, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { useFound } from "./use-found";

const NOTHING: ChoicesFound = { choices: [], total: 0 };

/** The choices of a question that are found by words, as they are typed. */
function useChoices(node: NodeView) {
  const sheet = useSheet();
  return useFound(async (words) => {
    // What is offered can depend on what was typed elsewhere a moment ago.
    await sheet.pen.flush();
    return host().draftChoices(sheet.view.draft, node.path, words);
  }, NOTHING);
}

/** Whether a question has more choices than are here. */
export const isSearched = (node: NodeView) => node.choice_count > node.choices.length;

/** One choice of a list that is too long to be here: found by words of its labels, such as a name or a code. */
export function ListField(props: { node: NodeView; label?: string; onNext?: () => void }) {
  const { node, label } = props;
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const { found, looking, look } = useChoices(node);
  const known = [...node.choices, ...found.choices];
  return (
    <ChoiceSearch
      id={questionIds(node.path).input}
      label={label}
      choices={found.choices}
      total={found.total}
      onWords={look}
      looking={looking}
      value={answer}
      chosenLabel={known.find((choice) => choice.value === answer)?.label}
      readOnly={node.read_only}
      required={node.required}
      invalid={problem !== null}
      describedBy={describedBy(node, problem)}
      placeholder={t("choose-type")}
      testid={`q-${node.path}`}
      onChange={(value) => sheet.write(node.path, value, true)}
      onLeave={() => sheet.leave(node.path)}
      onNext={props.onNext ?? sheet.goOn}
    />
  );
}

/** Adds one more of a long list to those that are chosen. */
export function AddFromList(props: { node: NodeView; onAdd: (value: string) => void }) {
  const { node } = props;
  const { t } = useText();
  const { found, looking, look } = useChoices(node);
  return (
    <ChoiceSearch
      id={questionIds(node.path).input}
      label={node.label}
      choices={found.choices}
      total={found.total}
      onWords={look}
      looking={looking}
      value=""
      readOnly={node.read_only}
      placeholder={t("choose-type")}
      testid={`add-${node.path}`}
      onChange={(value) => value !== "" && props.onAdd(value)}
    />
  );
}
