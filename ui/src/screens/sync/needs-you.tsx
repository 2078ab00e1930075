import { GitMerge, Wrench } from "lucide-react";
import { useNavigate } from "react-router";
import { host, type SyncView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { useAsk } from "../../parts/use-ask";
import { titleOf } from "../../parts/words";

const SHOWN = 20;

/** What the centre did not take or marked, and conflicts: only a person can mend these. */
export function NeedsYou(props: { view: SyncView }) {
  const { t } = useText();
  const go = useNavigate();
  const { refused, conflicts } = props.view;
  const apart = useAsk(
    `conflicts ${conflicts}`,
    () =>
      conflicts > 0
        ? host()
            .records({ conflicts: true, sort: "changed", limit: SHOWN })
            .then((page) => page.rows)
        : Promise.resolve([]),
    ["records"],
  );
  const rows = apart.data ?? [];
  if (refused.length === 0 && rows.length === 0) return null;
  return (
    <section className="card card-pad returned" aria-labelledby="needs-you" data-testid="needs-you">
      <h2 id="needs-you">{t("needs-you")}</h2>
      <ul className="rows">
        {refused.map((item) => (
          <li
            key={`${item.record} ${item.code}`}
            className="flex items-center gap-4 py-2"
            data-testid={`refused-${item.record}`}
          >
            <div className="flex-1 min-w-0">
              <p className="font-semibold">{t("refused-line", { title: item.title })}</p>
              <p className="muted">{item.text}</p>
              <p className="muted">{t("refused-kept", { when: moment(item.at) })}</p>
            </div>
            <Button
              icon={<Wrench size={18} />}
              onPress={() => go(`/record/${item.record}`)}
              testid={`refused-fix-${item.record}`}
            >
              {t("fix")}
            </Button>
          </li>
        ))}
        {rows.map((row) => (
          <li key={row.record} className="flex items-center gap-4 py-2">
            <div className="flex-1 min-w-0">
              <p className="font-semibold">{t("conflict-line", { title: titleOf(row) })}</p>
              <p className="muted">{row.subtitle}</p>
            </div>
            <Button
              icon={<GitMerge size={18} />}
              onPress={() => go(`/record/${row.record}`)}
              testid={`conflict-${row.record}`}
            >
              {t("conflict-settle")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
