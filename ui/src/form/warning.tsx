import { Check, Info, TriangleAlert } from "lucide-react";
import type { ProblemView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { useSheet, useTypedReason } from "./context";

/** Signs that a reason may have. */
const REASON_MAX = 500;

export const reasonTestid = (rule: string | null, path: string) => `reason-${rule ?? ""}-${path}`;

/** What a rule says, without stopping anybody by itself. */
export function WarningLine({ problem }: { problem: ProblemView }) {
  const info = problem.severity === "info";
  const Icon = info ? Info : TriangleAlert;
  return (
    <p
      className="msg q-problem"
      data-tone={info ? undefined : "warn"}
      data-testid={`warning-${problem.path}`}
    >
      <Icon size={17} aria-hidden />
      <span>{problem.text}</span>
    </p>
  );
}

/** Why a warning is right as it is; what was said for other figures can be said again with one press. */
export function ReasonBox({ problem }: { problem: ProblemView }) {
  const { t } = useText();
  const { pen, explain } = useSheet();
  const { path, rule, reason, reason_before: before } = problem;
  const testid = reasonTestid(rule, path);
  const typed = useTypedReason(path, rule) ?? reason ?? "";
  const write = (text: string, atOnce: boolean) => explain(rule ?? "", path, text, atOnce);
  const usual = before ?? t("reason-right");
  return (
    <div className="q-reason" data-given={typed.trim() !== "" || undefined}>
      <label className="label" htmlFor={testid}>
        {t("reason-why")}
      </label>
      {before !== null && typed === "" && (
        <p className="hint" id={`${testid}-before`}>
          {t("reason-before", { reason: before })}
        </p>
      )}
      <div className="q-reason-line">
        <input
          id={testid}
          className="input"
          value={typed}
          maxLength={REASON_MAX}
          aria-required
          aria-describedby={before !== null && typed === "" ? `${testid}-before` : undefined}
          autoComplete="off"
          data-testid={testid}
          onChange={(e) => write(e.target.value, false)}
          onBlur={() => void pen.flush()}
          onKeyDown={(e) => {
            if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) void pen.flush();
          }}
        />
        {typed === "" && (
          <Button
            icon={<Check size={18} />}
            onPress={() => write(usual, true)}
            testid={`${testid}-usual`}
          >
            {t(before === null ? "reason-right" : "reason-still")}
          </Button>
        )}
      </div>
    </div>
  );
}
