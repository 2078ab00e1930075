import { ChevronLeft, ChevronRight, ListTree, PencilLine } from "lucide-react";
import { useLocation, useNavigate, useParams } from "react-router";
import { type ConflictView, host, type RecordView } from "../host";
import { useText } from "../locales/text";
import { Back } from "../parts/back";
import { Button } from "../parts/button";
import { useTellFault } from "../parts/fault";
import { keyOf } from "../parts/keys";
import { PlaceMap } from "../parts/map/place-map";
import { useTell } from "../parts/notices";
import { RecordBody, RecordHead } from "../parts/record/body";
import { useDeciding } from "../parts/record/decide";
import { HistoryCard } from "../parts/record/history";
import { Receipt } from "../parts/record/receipts";
import { useSession } from "../parts/session";
import { Answered } from "../parts/states";
import { useAsk } from "../parts/use-ask";
import { isTyping, useKeys } from "../parts/use-keys";
import { moveKey, titleOf } from "../parts/words";

/** One record, whole: answers, what is said about them, history, receipts. */
export function Record() {
  const { t } = useText();
  const { record = "" } = useParams();
  const asked = useAsk(record, () => host().record(record), ["records", "delivery", "drafts"]);
  return (
    <div className="page" data-testid="record">
      <Answered asked={asked} rows={8} title={t("column-what")}>
        {(view) => <RecordOf key={record} view={view} onView={asked.put} />}
      </Answered>
    </div>
  );
}

function RecordOf(props: { view: RecordView; onView: (view: RecordView) => void }) {
  const { view } = props;
  const { t } = useText();
  const go = useNavigate();
  const tell = useTell();
  const tellFault = useTellFault();
  const session = useSession();
  const deciding = useDeciding(view, (now, move) => {
    props.onView(now);
    tell(t("decided", { move: t(moveKey(move)), title: titleOf(now.row) }));
  });
  const edit = async () => {
    try {
      const draft = view.draft ?? (await host().recordEdit(view.row.record)).draft;
      go(`/draft/${draft}`, { state: { conflicts: await sidesOf(view) } });
    } catch (cause) {
      tellFault(cause);
    }
  };
  return (
    <>
      <div className="flex items-center gap-2 mb-2">
        <Back />
        <Run record={view.row.record} />
      </div>
      <div className="record-grid">
        <article className="card card-pad flex flex-col gap-4 min-w-0">
          <RecordHead view={view} />
          <div className="flex flex-wrap gap-2 items-center">
            <Button
              icon={<ListTree size={18} />}
              onPress={() => go(`/about/${view.row.record}`)}
              testid="life-open"
            >
              {t("timeline")}
            </Button>
            {(view.may_edit || view.draft) && (
              <Button icon={<PencilLine size={18} />} onPress={edit} testid="edit">
                {view.draft ? t("edit-continue") : t("edit")}
              </Button>
            )}
            {(session.may_review || view.moves.length > 0) && deciding.bar}
          </div>
          <RecordBody view={view} onSettle={view.may_edit ? edit : undefined} />
        </article>
        <div className="flex flex-col gap-4 min-w-0">
          {view.place_beside && (
            <section className="card card-pad" aria-labelledby="position">
              <h2 id="position" className="mb-1">
                {t("place-map-position")}
              </h2>
              <PlaceMap beside={view.place_beside} />
            </section>
          )}
          <HistoryCard view={view} />
          <section className="card card-pad" aria-labelledby="receipts">
            <h2 id="receipts" className="mb-1">
              {t("receipts")}
            </h2>
            {view.receipts.length === 0 ? (
              <p className="muted">
                {session.has_centre ? t("receipts-none") : t("receipts-trial")}
              </p>
            ) : (
              <div className="rows">
                {view.receipts.map((receipt) => (
                  <Receipt key={receipt.batch} receipt={receipt} />
                ))}
              </div>
            )}
          </section>
        </div>
      </div>
      {deciding.dialog}
    </>
  );
}

/** Both sides of what is to be settled; whoever settles it must see them, which is written down. */
async function sidesOf(view: RecordView): Promise<ConflictView[]> {
  const showing = new Map(
    view.sections.flatMap((section) => section.answers).map((a) => [a.path, a.showing]),
  );
  const sides: ConflictView[] = [];
  for (const path of new Set(view.conflicts.map((conflict) => conflict.path))) {
    const shown =
      showing.get(path) === "masked"
        ? (await host().reveal(view.row.record, path, null)).conflicts
        : view.conflicts.filter((conflict) => conflict.path === path);
    sides.push(...shown);
  }
  return sides;
}

/** The records that were chosen to be read one after another, and where in them this one is. */
function Run(props: { record: string }) {
  const { t } = useText();
  const go = useNavigate();
  const state = useLocation().state as { run?: string[] } | null;
  const run = state?.run ?? [];
  const at = run.indexOf(props.record);
  const to = (next: number) => {
    const record = run[next];
    // Going back leads to the list and not through all of them again.
    if (record) go(`/record/${record}`, { state: { run }, replace: true });
  };
  useKeys((event) => {
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const step = { n: 1, p: -1 }[keyOf(event)];
    if (step) to(at + step);
  });
  if (at < 0) return null;
  return (
    <nav className="run" aria-label={t("run")} data-testid="run">
      <Button
        square
        look="quiet"
        aria-label={t("run-before")}
        aria-keyshortcuts="p"
        isDisabled={at === 0}
        icon={<ChevronLeft size={18} />}
        onPress={() => to(at - 1)}
        testid="run-before"
      />
      <span className="num" role="status">
        {t("run-at", { count: at + 1, total: run.length })}
      </span>
      <Button
        square
        look="quiet"
        aria-label={t("run-next")}
        aria-keyshortcuts="n"
        isDisabled={at === run.length - 1}
        icon={<ChevronRight size={18} />}
        onPress={() => to(at + 1)}
        testid="run-next"
      />
    </nav>
  );
}
