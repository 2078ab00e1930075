import { ArrowUpRight, CheckCheck, CircleCheck, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { ProblemView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { stops } from "./context";

interface Props {
  /** Finishing was asked for and did not go through. */
  asked: boolean;
  problems: ProblemView[];
  solved: number;
  finishing: boolean;
  onFinish: () => void;
  onJump: (problem: ProblemView) => void;
}

/** The end of the form: what stands in the way of finishing, each leading to its question. */
export function InTheWay(props: Props) {
  const { t } = useText();
  const { asked, problems } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const errors = problems.filter(stops);
  const warnings = problems.filter((p) => p.severity === "warning" && !p.asks_reason);
  useEffect(() => {
    if (!asked) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView?.({ block: "center" });
  }, [asked]);
  return (
    <section className="in-the-way" data-testid="in-the-way">
      {asked && (
        <div className="banner" data-tone={errors.length > 0 ? "warn" : undefined}>
          <h2 ref={heading} tabIndex={-1}>
            {errors.length > 0
              ? t("in-the-way", { count: errors.length })
              : t("nothing-in-the-way")}
          </h2>
          {props.solved > 0 && errors.length > 0 && (
            <p className="msg" data-tone="ok">
              <CircleCheck size={17} aria-hidden />
              <span>{t("in-the-way-solved", { count: props.solved })}</span>
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
}
