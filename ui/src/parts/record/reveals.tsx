import { Eye } from "lucide-react";
import { useNavigate } from "react-router";
import type { RevealRow } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../button";

const deeds: Record<string, string> = {
  shown: "reveal-shown",
  corrected: "reveal-corrected",
  exported: "reveal-exported",
};

/** Who had masked answers of a record shown, for those who oversee others; the answers are not in it. */
export function Reveals(props: { rows: RevealRow[] }) {
  const { t } = useText();
  return (
    <section className="reveals" aria-label={t("reveals")} data-testid="reveals">
      <p className="font-semibold">{t("reveals")}</p>
      <RevealList rows={[...props.rows].reverse()} />
    </section>
  );
}

/** Times that somebody had masked answers shown, in the order that they come in. */
export function RevealList(props: { rows: RevealRow[]; withRecord?: boolean }) {
  const { t } = useText();
  const go = useNavigate();
  return (
    <ul>
      {props.rows.map((row) => (
        <li key={`${row.at} ${row.record} ${row.path} ${row.who} ${row.deed}`}>
          <Eye size={16} aria-hidden />
          <span>
            <span className="block">
              {t(deeds[row.deed] ?? "reveal-shown", {
                who: row.who,
                question: row.label || t("reveal-everything"),
              })}
            </span>
            {row.why && <span className="block">{t("reveal-because", { why: row.why })}</span>}
            <span className="muted">{moment(row.at)}</span>
            {props.withRecord && (
              <Button look="link" onPress={() => go(`/record/${row.record}`)} testid="given-record">
                {t("given-record")}
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
