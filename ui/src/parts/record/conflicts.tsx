import { GitMerge } from "lucide-react";
import type { ConflictView } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../button";

/** Answers that two people changed apart from each other: before both, shown now, and the other. */
export function Conflicts(props: {
  conflicts: ConflictView[];
  onSettle?: () => void;
  level?: 2 | 3;
}) {
  const { t } = useText();
  // Where more than two people answered, a question stands here once for each answer that is not shown.
  const questions = new Set(props.conflicts.map((conflict) => conflict.path));
  const Heading = props.level === 3 ? "h3" : "h2";
  const said = (value: string | null) => value || t("no-answer");
  return (
    <section className="banner" data-tone="bad" data-testid="conflicts" aria-labelledby="conflicts">
      <div className="card-head">
        <Heading id="conflicts">{t("conflict-title", { count: questions.size })}</Heading>
        {props.onSettle && (
          <Button icon={<GitMerge size={18} />} onPress={props.onSettle} testid="settle">
            {t("conflict-settle")}
          </Button>
        )}
      </div>
      <p className="muted mb-2">{t("conflict-text")}</p>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t("question")}</th>
            <th scope="col">{t("conflict-base")}</th>
            <th scope="col">{t("conflict-ours")}</th>
            <th scope="col">{t("conflict-theirs")}</th>
          </tr>
        </thead>
        <tbody>
          {props.conflicts.map((conflict) => (
            <tr key={`${conflict.path} ${conflict.theirs}`}>
              <th scope="row">{conflict.label}</th>
              <td>{said(conflict.base)}</td>
              <td className="font-semibold">{said(conflict.ours)}</td>
              <td className="font-semibold">{said(conflict.theirs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
