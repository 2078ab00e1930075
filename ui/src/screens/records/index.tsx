import { ArrowUpRight, FileSearch, FileSpreadsheet, FilterX, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { host, type RecordQuery, type RecordRow } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { RecordBody, RecordHead } from "../../parts/record/body";
import { History } from "../../parts/record/history";
import { useSession } from "../../parts/session";
import { Answered, Empty, Loading } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { Filters } from "./filters";
import { RecordGrid } from "./grid";
import { ImportTable } from "./import-table";
import { useRows } from "./rows";

const PAUSE_MS = 200;
/** Width of the list, in rem, from which the chosen record stands beside it. */
const SPLIT_REM = 66;

function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(SPLIT_REM);
  useEffect(() => {
    if (!element.current) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const px = element.current?.clientWidth ?? 0;
      if (px > 0) setWidth(px / rem);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

export function Records() {
  const { t } = useText();
  const go = useNavigate();
  const session = useSession();
  const [params] = useSearchParams();
  const [words, setWords] = useState("");
  const [query, setQuery] = useState<RecordQuery>(() => ({
    team: params.get("team"),
    sort: "changed",
  }));
  const forms = useAsk("forms", () =>
    host()
      .home()
      .then((home) => home.forms),
  );
  const rows = useRows(query);
  const [active, setActive] = useState(-1);
  const [chosen, setChosen] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const [frame, width] = useWidth();
  const split = width >= SPLIT_REM;

  useEffect(() => {
    const timer = window.setTimeout(() => {
      setQuery((now) => ((now.text ?? "") === words ? now : { ...now, text: words }));
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [words]);

  const set = (change: Partial<RecordQuery>) => {
    setQuery((now) => ({ ...now, ...change }));
    setActive(-1);
    setChosen(null);
  };
  const open = (row: RecordRow) => go(`/record/${row.record}`);
  const first = rows.row(0);
  useEffect(() => {
    // The first record stands open, so that the right side is never an empty promise.
    if (split && active === -1 && first) {
      setActive(0);
      setChosen(first.record);
    }
  }, [split, active, first]);

  return (
    <div className="page-fill" ref={frame} data-testid="records">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 mb-3">
        <h1>{t("records-title")}</h1>
        <span className="muted" role="status" data-testid="records-total">
          {rows.total === null ? "" : t("records-count", { count: rows.total })}
        </span>
        {session.may_record && (
          <Button
            look="quiet"
            icon={<FileSpreadsheet size={18} />}
            onPress={() => setImporting(true)}
            testid="import-open"
          >
            {t("import-open")}
          </Button>
        )}
        <div className="records-find">
          <Search size={17} aria-hidden />
          <input
            className="input"
            aria-label={t("records-find")}
            placeholder={t("records-find")}
            value={words}
            data-testid="records-find"
            onChange={(e) => setWords(e.target.value)}
          />
        </div>
        <Filters
          query={query}
          set={set}
          forms={(forms.data ?? []).map((f) => ({ id: f.id, label: f.title }))}
          teams={session.teams.map((team) => ({ id: team.id, label: team.name }))}
        />
      </header>
      <ImportTable
        open={importing}
        onClose={() => setImporting(false)}
        forms={(forms.data ?? []).map((f) => ({ id: f.id, label: f.title }))}
      />
      {rows.fault && <FaultPanel fault={rows.fault} retry={rows.again} />}
      <div className="split" data-split={(split && rows.total !== 0) || undefined}>
        <section className="card split-list" aria-label={t("records-title")}>
          {rows.total === null && !rows.fault && (
            <div className="p-4">
              <Loading rows={8} />
            </div>
          )}
          {rows.total === 0 && (
            <NoRecords
              query={query}
              onClear={() => {
                setWords("");
                set({
                  form: null,
                  team: null,
                  review: null,
                  delivery: null,
                  from: null,
                  to: null,
                  problems: false,
                  conflicts: false,
                  text: "",
                });
              }}
            />
          )}
          {rows.total !== null && rows.total > 0 && (
            <RecordGrid
              rows={rows}
              total={rows.total}
              active={active}
              onActive={(index, row) => {
                setActive(index);
                if (row) setChosen(row.record);
              }}
              onOpen={open}
              apart={!split}
            />
          )}
        </section>
        {split && rows.total !== 0 && (
          <aside className="card split-side" aria-label={t("record-beside")}>
            {chosen ? (
              <Beside key={chosen} record={chosen} onOpen={() => go(`/record/${chosen}`)} />
            ) : rows.total === null ? (
              <Loading />
            ) : (
              <Empty
                icon={<FileSearch size={26} />}
                title={t("record-none")}
                text={t("record-none-text")}
              />
            )}
          </aside>
        )}
      </div>
    </div>
  );
}

function NoRecords(props: { query: RecordQuery; onClear: () => void }) {
  const { t } = useText();
  const go = useNavigate();
  const { sort: _sort, ...narrowing } = props.query;
  const narrowed = Object.values(narrowing).some(Boolean);
  return narrowed ? (
    <Empty
      icon={<FilterX size={26} />}
      title={t("records-no-match")}
      text={t("records-no-match-text")}
    >
      <Button onPress={props.onClear}>{t("filters-clear")}</Button>
    </Empty>
  ) : (
    <Empty
      icon={<FileSearch size={26} />}
      title={t("records-empty")}
      text={t("records-empty-text")}
    >
      <Button look="primary" onPress={() => go("/")}>
        {t("nav-home")}
      </Button>
    </Empty>
  );
}

function Beside(props: { record: string; onOpen: () => void }) {
  const { t } = useText();
  const asked = useAsk(props.record, () => host().record(props.record), ["records", "delivery"]);
  return (
    <Answered asked={asked}>
      {(view) => (
        <div className="flex flex-col gap-4">
          <div className="flex items-start gap-2">
            <div className="flex-1 min-w-0">
              <RecordHead view={view} level={2} />
            </div>
            <Button
              square
              aria-label={t("record-open")}
              icon={<ArrowUpRight size={18} />}
              onPress={props.onOpen}
              testid="record-open"
            />
          </div>
          <RecordBody view={view} level={3} />
          <section>
            <h3 className="answers-head">{t("history")}</h3>
            <History record={props.record} history={view.history} />
          </section>
        </div>
      )}
    </Answered>
  );
}
