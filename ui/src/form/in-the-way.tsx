import { ArrowUpRight, CheckCheck, CircleCheck, TriangleAlert } from "lucide-react";
import { memo, useEffect, useRef, useSyncExternalStore } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Finished, ProblemView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { stops } from "./context";
import type { Pen } from "./pen";

interface Props {
  pen: Pen;
  /** What stood in the way when finishing was asked for; null before that. */
  found: Finished | null;
  finishing: boolean;
  onFinish: () => void;
  onJump: (problem: ProblemView) => void;
}

const NONE: ProblemView[] = [];
const named = (problem: ProblemView) => `${problem.path} ${problem.kind} ${problem.rule}`;

/** The end of the form: what stands in the way of finishing, each leading to its question. */
export const InTheWay = memo(function InTheWay(props: Props) {
  const { t } = useText();
  const { pen, found } = props;
  const asked = found !== null;
  const problems = useSyncExternalStore(pen.hear, () => (asked ? pen.view().problems : NONE));
  const heading = useRef<HTMLHeadingElement>(null);
  const errors = problems.filter(stops);
  const warnings = problems.filter((p) => p.severity === "warning" && !p.asks_reason);
  // The list keeps naming what was in the way, and what of it still is.
  const still = new Set(errors.map(named));
  const solved = (found?.problems ?? NONE).filter((p) => stops(p) && !still.has(named(p))).length;
  useEffect(() => {
    if (!found) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView?.({ block: "center" });
  }, [found]);
  return (
    <section className="in-the-way" data-testid="in-the-way">
      {asked && (
        <div className="banner" data-tone={errors.length > 0 ? "warn" : undefined}>
          <h2 ref={heading} tabIndex={-1}>
            {errors.length > 0
              ? t("in-the-way", { count: errors.length })
              : t("nothing-in-the-way")}
          </h2>
          {solved > 0 && errors.length > 0 && (
            <p className="msg" data-tone="ok">
              <CircleCheck size={17} aria-hidden />
              <span>{t("in-the-way-solved", { count: solved })}</span>
            </p>
          )}
          <ul>
            {[...errors, ...warnings].map((problem) => (
              <li key={`${problem.path} ${problem.kind} ${problem.rule} ${problem.text}`}>
                <AriaButton
                  className="jump"
                  onPress={() => props.onJump(problem)}
                  data-testid={`jump-${problem.path}`}
                >
                  <TriangleAlert
                    size={17}
                    aria-hidden
                    className={problem.severity === "warning" ? "text-warn" : "text-bad"}
                  />
                  <span className="flex-1 text-left">
                    <span className="font-semibold block">{problem.label}</span>
                    <span>{problem.text}</span>
                    {problem.asks_reason && <span className="block">{t("reason-needed")}</span>}
                  </span>
                  <ArrowUpRight size={17} aria-hidden />
                </AriaButton>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Button
        look="primary"
        className="min-h-12 px-6"
        icon={<CheckCheck size={19} />}
        isDisabled={props.finishing}
        onPress={props.onFinish}
        testid="finish-end"
      >
        {t("finish")}
      </Button>
      <p className="muted">{t("finish-hint")}</p>
    </section>
  );
});
