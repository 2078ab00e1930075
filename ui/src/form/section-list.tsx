import { Circle, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { FormView, Section } from "../host";
import { useText } from "../locales/text";
import type { Left } from "./left";
import { pathsOf } from "./walk";

const marks: Record<string, { icon: ReactNode; key: string }> = {
  empty: { icon: <Circle size={18} aria-hidden />, key: "section-empty" },
  partial: { icon: <CircleDashed size={18} aria-hidden />, key: "section-partial" },
  done: { icon: <CircleCheck size={18} aria-hidden />, key: "section-done" },
  problem: { icon: <TriangleAlert size={18} aria-hidden />, key: "section-problem" },
};

/**
 * A section has a problem for the person only once the question was left; before that it is
 * merely not finished.
 */
function shownState(section: Section, left: Left): string {
  if (left.all)
    return pathsOf([section], (n) => n.problem !== null).length > 0 ? "problem" : section.state;
  if (section.state !== "problem") return section.state;
  const seen = pathsOf([section], (n) => n.problem !== null && left.has(n.path));
  if (seen.length > 0) return "problem";
  return pathsOf([section], (n) => n.value !== "").length > 0 ? "partial" : "empty";
}

export function SectionList(props: { view: FormView; left: Left; onJump: (path: string) => void }) {
  const { t } = useText();
  useSyncExternalStore(props.left.hear, props.left.turn);
  return (
    <nav aria-label={t("sections")} className="sections">
      {props.view.sections.map((section) => {
        const state = shownState(section, props.left);
        const mark = marks[state] ?? marks.empty;
        return (
          <AriaButton
            key={section.path}
            className="section-link"
            data-state={state}
            data-testid={`section-${section.path}`}
            onPress={() => props.onJump(section.path)}
          >
            {mark?.icon}
            <span className="flex-1 text-left">{section.label || props.view.title}</span>
            <span className="only-spoken">{t(mark?.key ?? "section-empty")}</span>
          </AriaButton>
        );
      })}
    </nav>
  );
}
