import { Circle, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { memo, type ReactNode, useSyncExternalStore } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Section } from "../host";
import { useText } from "../locales/text";
import type { Left } from "./left";
import type { Pen } from "./pen";
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

export function SectionList(props: { pen: Pen; left: Left; onJump: (path: string) => void }) {
  const { t } = useText();
  const { pen, left } = props;
  const view = useSyncExternalStore(pen.hear, pen.view);
  useSyncExternalStore(left.hear, left.turn);
  return (
    <nav aria-label={t("sections")} className="sections">
      {view.sections.map((section) => (
        <SectionLink
          key={section.path}
          path={section.path}
          label={section.label || view.title}
          state={shownState(section, left)}
          onJump={props.onJump}
        />
      ))}
    </nav>
  );
}

const SectionLink = memo(function SectionLink(props: {
  path: string;
  label: string;
  state: string;
  onJump: (path: string) => void;
}) {
  const { t } = useText();
  const mark = marks[props.state] ?? marks.empty;
  return (
    <AriaButton
      className="section-link"
      data-state={props.state}
      data-testid={`section-${props.path}`}
      onPress={() => props.onJump(props.path)}
    >
      {mark?.icon}
      <span className="flex-1 text-left">{props.label}</span>
      <span className="only-spoken">{t(mark?.key ?? "section-empty")}</span>
    </AriaButton>
  );
});
