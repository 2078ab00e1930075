import { useEffect, useState } from "react";
import { host, type NodeView, type PlaceStep, type PlacesFound, type PlaceView } from "../host";
import { useText } from "../locales/text";
import { type Choice, ChoiceSearch } from "../parts/choice-search";
import { describedBy, hasWord, questionIds, useAnswer, useProblem, useSheet } from "./context";
import { useFound } from "./use-found";
import { nodeAt } from "./walk";

const NOTHING: PlacesFound = { places: [], total: 0 };
/** Stands for what the list does not have; no code looks like it. */
const NOT_LISTED = "?";
/** The question that says so, beside the one that asks for the place. */
const SAYS_SO = "place_not_listed";

/** A question that is answered by a place of the lists of places. */
export const asksForPlace = (node: NodeView) =>
  node.kind === "text" && hasWord(node.appearance, "place");

/** The name in the language of the screen, with the one in Latin letters. */
function named(step: PlaceStep, language: string): string {
  const { latin, ...local } = step.names;
  const first = local[language] ?? Object.values(local)[0];
  if (!first || !latin) return first ?? latin ?? step.code;
  return language === "en" ? `${latin} (${first})` : `${first} (${latin})`;
}

function asChoice(place: PlaceView, language: string): Choice {
  const unit = place.units[language] ?? place.units.en;
  const above = place.parents.map((step) => named(step, language));
  const details = [unit, place.code, ...above].filter(Boolean);
  return { value: place.code, label: named(place, language), detail: details.join(" · ") };
}

/** The place that was chosen before this question was opened. */
function useChosen(code: string, known: PlaceView | undefined): PlaceView | undefined {
  const [held, setHeld] = useState<PlaceView>();
  const found = known ?? (held?.code === code ? held : undefined);
  useEffect(() => {
    if (code === "" || found) return;
    let open = true;
    const keep = (answer: PlacesFound) => {
      const place = answer.places.find((one) => one.code === code);
      if (open && place) setHeld(place);
    };
    host()
      .placesFind(code, null, null)
      .then(keep, () => undefined);
    return () => {
      open = false;
    };
  }, [code, found]);
  return found;
}

/**
 * One box over the lists of places: Khmer, Latin letters or the code. What is chosen fills the questions beside it
 * that hold the codes, the names and what the place is in.
 */
export function PlaceField({ node, label }: { node: NodeView; label?: string }) {
  const { t, language } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const { found, looking, look } = useFound(
    (words) => host().placesFind(words, null, null),
    NOTHING,
  );
  const chosen = useChosen(
    answer,
    found.places.find((place) => place.code === answer),
  );
  const ids = questionIds(node.path);
  const group = node.path.slice(0, node.path.lastIndexOf("/") + 1);
  const saysSo = nodeAt(sheet.view.sections, `${group}${SAYS_SO}`);
  const choices = found.places.map((place) => asChoice(place, language));
  if (saysSo) choices.push({ value: NOT_LISTED, label: t("place-not-listed") });

  const choose = (code: string) => {
    if (code === NOT_LISTED && saysSo) {
      sheet.write(saysSo.path, "yes", true);
    } else if (code !== answer) {
      void sheet.pen.change(() => host().draftPlace(sheet.view.draft, node.path, code || null));
    }
    sheet.leave(node.path);
  };
  return (
    <>
      <ChoiceSearch
        id={ids.input}
        label={label}
        choices={choices}
        total={found.total}
        onWords={look}
        looking={looking}
        value={answer}
        chosenLabel={chosen && named(chosen, language)}
        readOnly={node.read_only}
        required={node.required}
        invalid={problem !== null}
        describedBy={[describedBy(node, problem), `${ids.input}-in`].filter(Boolean).join(" ")}
        placeholder={t("place-type")}
        testid={`q-${node.path}`}
        onChange={choose}
        onLeave={() => sheet.leave(node.path)}
      />
      <p className="hint" id={`${ids.input}-in`} aria-live="polite" data-testid={`in-${node.path}`}>
        {chosen && asChoice(chosen, language).detail}
      </p>
    </>
  );
}
