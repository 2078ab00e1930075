import { Check, GitMerge, Wrench } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { faultOf, type HostFault, host, type RefusedView, type SyncView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useAsk } from "../../parts/use-ask";
import { heldKey, titleOf } from "../../parts/words";

const SHOWN = 20;

/** What the centre did not take or marked, and conflicts: only a person can mend these. */
export function NeedsYou(props: { view: SyncView; onView: (view: SyncView) => void }) {
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
          <Refused key={`${item.record} ${item.code}`} item={item} onView={props.onView} />
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
      {rows.length > 0 && conflicts > rows.length && (
        <p className="muted" data-testid="needs-you-more">
          {t("needs-you-more", { count: conflicts - rows.length })}
        </p>
      )}
    </section>
  );
}

/** One record that the centre did not take or marked: why, what mends it, and the centre's own words for support. */
function Refused(props: { item: RefusedView; onView: (view: SyncView) => void }) {
  const { t } = useText();
  const go = useNavigate();
  const { item } = props;
  const [fault, setFault] = useState<HostFault | null>(null);
  // Nothing in the record mends it: the road does.
  const tooLarge = item.code === "too-large";
  const seen = () => {
    setFault(null);
    host()
      .refusedSettle(item.record, item.code)
      .then(props.onView, (cause) => setFault(faultOf(cause)));
  };
  return (
    <li className="flex items-center gap-4 py-2" data-testid={`refused-${item.record}`}>
      <div className="flex-1 min-w-0">
        <p className="font-semibold">
          {t(item.kept ? "marked-line" : tooLarge ? "too-large-line" : "refused-line", {
            title: item.title,
          })}
        </p>
        <p>{t(heldKey(item.code))}</p>
        <p className="muted">{t("refused-kept", { when: moment(item.at) })}</p>
        <p className="muted text-sm break-words" data-testid={`refused-detail-${item.record}`}>
          {t("refused-detail", { code: item.code, detail: item.detail })}
        </p>
        {fault && <FaultPanel fault={fault} />}
      </div>
      <div className="flex flex-col gap-2 items-stretch">
        {!tooLarge && (
          <Button
            icon={<Wrench size={18} />}
            onPress={() => go(`/record/${item.record}`)}
            testid={`refused-fix-${item.record}`}
          >
            {t("fix")}
          </Button>
        )}
        {item.kept && (
          <Button
            look="quiet"
            icon={<Check size={18} />}
            onPress={seen}
            testid={`refused-seen-${item.record}`}
          >
            {t("refused-seen")}
          </Button>
        )}
      </div>
    </li>
  );
}
