import {
  ArrowUpRight,
  FileSearch,
  FileSpreadsheet,
  FilterX,
  ListTree,
  MapPinned,
  Rows3,
  Search,
} from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import {
  host,
  type RecordQuery,
  type RecordRow,
  type RecordViews,
  type SavedView,
} from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel, useTellFault } from "../../parts/fault";
import { RecordBody, RecordHead } from "../../parts/record/body";
import { History } from "../../parts/record/history";
import { useSession } from "../../parts/session";
import { Answered, Empty, Loading } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { ViewChoice } from "../../parts/view-choice";
import { ChosenBar } from "./chosen-bar";
import { ColumnChoice } from "./column-choice";
import { chosenColumns } from "./columns";
import { Filters, unfiltered } from "./filters";
import { RecordGrid } from "./grid";
import { ImportTable } from "./import-table";
import { RecordsMap } from "./map";
import { useRows } from "./rows";
import { Views } from "./views";

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

/** The list a person likes: their views and columns, kept as they change. */
function useViews() {
  const asked = useAsk("views", () => host().recordViews());
  const kept: RecordViews = asked.data ?? {};
  const keep = async (change: Partial<RecordViews>) =>
    asked.put(await host().keepRecordViews({ ...kept, ...change }));
  return {
    views: kept.views ?? [],
    columns: kept.columns ?? {},
    keep,
    // A list is shown even where the views cannot be read.
    ready: asked.data !== null || asked.fault !== null,
  };
}

export function Records() {
  const liked = useViews();
  return liked.ready ? (
    <List liked={liked} />
  ) : (
    <div className="page-fill">
      <Loading rows={8} />
    </div>
  );
}

function List({ liked }: { liked: ReturnType<typeof useViews> }) {
  const { t } = useText();
  const go = useNavigate();
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const team = params.get("team");
  // In the address, so that whoever comes back from a record finds the map again.
  const isMap = params.get("as") === "map";
  const [view, setView] = useState<SavedView | null>(
    () => (team ? null : liked.views.find((one) => one.opens)) ?? null,
  );
  const [words, setWords] = useState(view?.query.text ?? "");
  const [query, setQuery] = useState<RecordQuery>(
    () => view?.query ?? { ...unfiltered, team, sort: "changed" },
  );
  const forms = useAsk("forms", () =>
    host()
      .home()
      .then((home) => home.forms),
  );
  const rows = useRows(query);
  const [active, setActive] = useState(-1);
  const [beside, setBeside] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [importing, setImporting] = useState(false);
  const [frame, width] = useWidth();
  const split = width >= SPLIT_REM;
  const form = query.form ?? "";
  const keys = (view?.columns ?? liked.columns[form] ?? []).join(" ");
  const columns = useMemo(() => chosenColumns(keys.split(" ")), [keys]);
  const tellFault = useTellFault();

  const start = useCallback(() => {
    setActive(-1);
    setBeside(null);
    setChosen(new Set());
  }, []);
  const sought = query.text ?? "";
  useEffect(() => {
    if (sought === words) return;
    const timer = window.setTimeout(() => {
      setQuery((now) => ({ ...now, text: words }));
      start();
    }, PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [words, sought, start]);

  const set = (change: Partial<RecordQuery>) => {
    setQuery((now) => ({ ...now, ...change }));
    start();
  };
  const show = (next: SavedView) => {
    setView(next);
    setWords(next.query.text ?? "");
    setQuery(next.query);
    start();
  };
  const keep = (change: Partial<RecordViews>) => liked.keep(change).catch(tellFault);
  const chooseColumns = (keys: string[]) => {
    if (view) setView({ ...view, columns: keys });
    else void keep({ columns: { ...liked.columns, [form]: keys } });
  };
  const open = (row: RecordRow) => go(`/record/${row.record}`);
  const first = rows.row(0);
  useEffect(() => {
    // The first record stands open, so that the right side is never an empty promise.
    if (split && active === -1 && first) {
      setActive(0);
      setBeside(first.record);
    }
  }, [split, active, first]);

  const options = (forms.data ?? []).map((one) => ({ id: one.id, label: one.title }));
  return (
    <div className="page-fill" ref={frame} data-testid="records">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 mb-3">
        <h1>{t("records-title")}</h1>
        <span className="muted" role="status" data-testid="records-total">
          {rows.total === null ? "" : t("records-count", { count: rows.total })}
        </span>
        <div className="records-tools">
          <ViewChoice
            label={t("records-shown-as")}
            views={[
              { name: "list", words: t("records-as-list"), Icon: Rows3 },
              { name: "map", words: t("records-as-map"), Icon: MapPinned },
            ]}
            view={isMap ? "map" : "list"}
            set={(as) => setParams((now) => shownAs(now, as), { replace: true })}
            testid="records-as"
          />
          <Views
            views={liked.views}
            query={query}
            columns={columns.map((column) => column.key)}
            current={view?.name ?? null}
            onShow={show}
            onKeep={async (views) => {
              await liked.keep({ views });
              setView((now) => views.find((one) => one.name === now?.name) ?? null);
            }}
          />
          {!isMap && (
            <ColumnChoice chosen={columns.map((column) => column.key)} onChange={chooseColumns} />
          )}
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
        </div>
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
          forms={options}
          teams={session.teams.map((one) => ({ id: one.id, label: one.name }))}
        />
      </header>
      <ImportTable open={importing} onClose={() => setImporting(false)} forms={options} />
      {rows.fault && !isMap && <FaultPanel fault={rows.fault} retry={rows.again} />}
      {chosen.size > 0 && (
        <ChosenBar
          chosen={chosen}
          query={query}
          total={rows.total ?? 0}
          columns={columns}
          onChoose={(records) => setChosen(new Set(records))}
        />
      )}
      {isMap && rows.total !== 0 ? (
        <RecordsMap query={query} />
      ) : (
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
                  setView(null);
                  set({ ...unfiltered, text: "" });
                }}
              />
            )}
            {rows.total !== null && rows.total > 0 && (
              <RecordGrid
                rows={rows}
                total={rows.total}
                columns={columns}
                order={{ sort: query.sort ?? "changed", backwards: query.backwards ?? false }}
                onOrder={set}
                active={active}
                onActive={(index, row) => {
                  setActive(index);
                  if (row) setBeside(row.record);
                }}
                onOpen={open}
                onLife={(row) => go(`/about/${row.record}`)}
                chosen={chosen}
                onChosen={setChosen}
                apart={!split}
              />
            )}
          </section>
          {split && rows.total !== 0 && (
            <aside className="card split-side" aria-label={t("record-beside")}>
              {beside ? (
                <Beside key={beside} record={beside} />
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
      )}
    </div>
  );
}

/** The address with the way in which the records are shown. */
function shownAs(now: URLSearchParams, as: "list" | "map"): URLSearchParams {
  const next = new URLSearchParams(now);
  if (as === "map") next.set("as", as);
  else next.delete("as");
  return next;
}

function NoRecords(props: { query: RecordQuery; onClear: () => void }) {
  const { t } = useText();
  const go = useNavigate();
  const { sort: _sort, backwards: _backwards, ...narrowing } = props.query;
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

function Beside(props: { record: string }) {
  const { t } = useText();
  const go = useNavigate();
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
              aria-label={t("timeline")}
              icon={<ListTree size={18} />}
              onPress={() => go(`/about/${props.record}`)}
              testid="life-open"
            />
            <Button
              square
              aria-label={t("record-open")}
              icon={<ArrowUpRight size={18} />}
              onPress={() => go(`/record/${props.record}`)}
              testid="record-open"
            />
          </div>
          <RecordBody view={view} level={3} />
          <section>
            <h3 className="answers-head">{t("history")}</h3>
            <History view={view} />
          </section>
        </div>
      )}
    </Answered>
  );
}
