import { type ChoicesFound, host, type NodeView } from "../host";
import { useText } from "../locales/text";
import { ChoiceSearch } from "../parts/choice-search";
import { describedBy, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { useFound } from "./use-found";

const NOTHING: ChoicesFound = { choices: [], total: 0 };

/** One choice of a list that is too long to be here: found by words of its labels, such as a name or a code. */
export function ListField({ node, label }: { node: NodeView; label?: string }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const { found, look } = useFound(async (words) => {
    // What is offered can depend on what was typed elsewhere a moment ago.
    await sheet.pen.flush();
    return host().draftChoices(sheet.view.draft, node.path, words);
  }, NOTHING);
  const ids = questionIds(node.path);
  const known = [...node.choices, ...found.choices];
  return (
    <ChoiceSearch
      id={ids.input}
      label={label}
      choices={found.choices}
      total={found.total}
      onWords={look}
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
    />
  );
}
