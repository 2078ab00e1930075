import { ChartColumn, MapPinned, Table2, WifiOff } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { host, type ReportAsk, type ReportTable, type ReportView } from "../../host";
import { day, moment, today } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Answered, Empty, Loading } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { ViewChoice } from "../../parts/view-choice";
import { Give } from "./give";
import { around, type Period } from "./period";
import { Pickers } from "./pickers";
import { Figures } from "./table";

/** Charts are few and come when they are looked at. */
const Chart = lazy(() => import("./chart"));
const ReportMap = lazy(() => import("./map"));

type View = "tables" | "map";

/** Reports of a period: each table beside its chart, with what it is compared with. */
export function Reports() {
  const { t } = useText();
  const choices = useAsk("report-choices", () => host().reportChoices());
  const [name, setName] = useState("sadd");
  const [by, setBy] = useState("district");
  const [place, setPlace] = useState("");
  const [project, setProject] = useState("");
  const [period, setPeriod] = useState<Period>(() => around("month", today()));
  const [view, setView] = useState<View>("tables");
  const ask: ReportAsk = {
    name,
    by,
    from: period.from,
    to: period.to,
    place: place || null,
    project: project || null,
    public: false,
  };
  const report = useAsk(JSON.stringify(ask), () => host().report(ask), ["records"]);
  return (
    <div className="page" data-testid="reports">
      <div className="flex flex-wrap items-center gap-3 mb-3">
        <h1 className="flex-1">{t("nav-reports")}</h1>
        <Give ask={ask} />
      </div>
      <Answered asked={choices} rows={8}>
        {(known) => (
          <>
            <Pickers
              choices={known}
              name={name}
              setName={setName}
              by={by}
              setBy={setBy}
              place={place}
              setPlace={setPlace}
              project={project}
              setProject={setProject}
              period={period}
              setPeriod={setPeriod}
            />
            <ViewChoice
              label={t("report-views")}
              views={[
                { name: "tables", words: t("report-view-tables"), Icon: Table2 },
                { name: "map", words: t("report-view-map"), Icon: MapPinned },
              ]}
              view={view}
              set={setView}
              testid="report-view"
            />
            {view === "map" ? (
              <Suspense fallback={<Loading rows={8} />}>
                <ReportMap ask={ask} />
              </Suspense>
            ) : (
              <Answered asked={report} rows={8}>
                {(made) => <Made view={made} stale={report.loading} />}
              </Answered>
            )}
          </>
        )}
      </Answered>
    </div>
  );
}

function Made({ view, stale }: { view: ReportView; stale: boolean }) {
  const { t } = useText();
  const counted = view.tables.filter(
    (table) => table.rows.length > 0 || table.adjustments.length > 0,
  );
  return (
    <section aria-busy={stale} data-testid="report" data-report={view.ask.name}>
      <p className="muted report-about">
        <WifiOff size={16} aria-hidden />
        <span>
          {t("report-about", {
            from: day(view.ask.from),
            to: day(view.ask.to),
            teams: view.teams.join(", "),
            moment: moment(view.cut_off),
          })}
        </span>
        {view.closed.length > 0 && <span>{t("report-closed", { count: view.closed.length })}</span>}
      </p>
      {view.watermark && (
        <p className="report-mark" data-testid="watermark">
          {t("report-confidential", { who: view.watermark })}
        </p>
      )}
      {counted.length === 0 ? (
        <Empty
          icon={<ChartColumn size={26} />}
          title={t("report-empty")}
          text={t("report-empty-text")}
        />
      ) : (
        view.tables.map((table) => (
          <Beside
            key={`${table.indicator} ${table.split ?? ""} ${table.columns[1]?.code}`}
            table={table}
          />
        ))
      )}
      {counted.length === 0 && <Waiting tables={view.tables} />}
    </section>
  );
}

/** A table and its chart, side by side where there is room. */
function Beside({ table }: { table: ReportTable }) {
  const { t } = useText();
  if (table.rows.length === 0 && table.adjustments.length === 0) return null;
  return (
    <section className="card card-pad report-table" aria-labelledby={headingOf(table)}>
      <div className="card-head">
        <h2 id={headingOf(table)}>
          {table.split_title
            ? t("report-heading-split", { title: table.title, split: table.split_title })
            : table.title}
        </h2>
        <span className="muted">
          {t("report-source", { id: table.indicator, source: table.source })}
        </span>
      </div>
      <div className="report-beside">
        <Figures table={table} />
        <Suspense fallback={<Loading rows={3} />}>
          <Chart table={table} />
        </Suspense>
      </div>
      <Waiting tables={[table]} />
      {table.is_whole && <p className="hint">{t("report-whole")}</p>}
    </section>
  );
}

/** How much of what is counted is not yet approved. */
function Waiting({ tables }: { tables: ReportTable[] }) {
  const { t } = useText();
  const [table] = tables;
  if (!table) return null;
  const all = table.approved + table.waiting;
  if (all === 0) return null;
  const share = Math.round((1000 * table.waiting) / all) / 10;
  return (
    <p className="hint" data-testid="provisional">
      {t("report-provisional", { waiting: table.waiting, all, share })}
    </p>
  );
}

const headingOf = (table: ReportTable) =>
  `report-${table.indicator}-${table.split ?? "all"}-${table.columns[1]?.code ?? ""}`;
