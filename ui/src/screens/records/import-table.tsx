import { FileCheck2, FileSpreadsheet, ListChecks, Save, TriangleAlert, Upload } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { FileTrigger } from "react-aria-components";
import { faultOf, type HostFault, host, type ImportReport } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { FaultPanel } from "../../parts/fault";
import type { Option } from "../../parts/filters/choice";

/** Rejected rows that are shown; the saved list has all of them. */
const SHOWN_MAX = 50;
/** Choosing this instead of a form: a mapping file says what the columns are. */
const MAPPED = "";

interface Chosen {
  name: string;
  bytes: string;
}

/** A file as base64, the way it crosses to the other side. */
function base64(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Brings a table of another program in: first what would happen, row by row, then the import itself. */
export function ImportTable(props: { open: boolean; onClose: () => void; forms: Option[] }) {
  const { t } = useText();
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t("import-title")}
      wide
      testid="import"
    >
      <Steps forms={props.forms} onClose={props.onClose} />
    </Dialog>
  );
}

function Steps(props: { forms: Option[]; onClose: () => void }) {
  const { t } = useText();
  const [table, setTable] = useState<Chosen | null>(null);
  const [form, setForm] = useState(MAPPED);
  const [mapping, setMapping] = useState<{ name: string; text: string } | null>(null);
  const { report, fault, running, trial, run } = useImport();
  const ready = table !== null && (form !== MAPPED || mapping !== null);
  const ask = {
    bytes: table?.bytes ?? "",
    mapping: form === MAPPED ? (mapping?.text ?? null) : null,
    form: form === MAPPED ? null : form,
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen is looked at once
  useEffect(() => {
    if (ready) void run(ask, true);
  }, [table, form, mapping]);

  const made = total(report?.made);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">{t("import-what")}</p>
      <Choose
        label={t("import-table")}
        chosen={table?.name}
        icon={<FileSpreadsheet size={18} />}
        accept={[".csv", ".xlsx", ".xls", ".jsonl", ".json"]}
        testid="import-table"
        onFile={async (file) => setTable({ name: file.name, bytes: await base64(file) })}
      />
      <Columns forms={props.forms} form={form} onForm={setForm} />
      {form === MAPPED && (
        <Choose
          label={t("import-mapping")}
          chosen={mapping?.name}
          icon={<ListChecks size={18} />}
          accept={[".toml"]}
          testid="import-mapping"
          onFile={async (file) => setMapping({ name: file.name, text: await file.text() })}
        />
      )}
      {running && <Running running={running} />}
      {fault && (
        <div>
          <FaultPanel fault={fault} testid="import-fault" />
          <p className="muted mt-1" lang="en">
            {fault.message}
          </p>
        </div>
      )}
      {report && !running && <Told report={report} />}
      {report && !running && report.rejected.length > 0 && <Rejected report={report} />}
      <div className="flex justify-end gap-2">
        {running ? (
          <Button onPress={() => void host().importCancel()} testid="import-cancel">
            {t("cancel")}
          </Button>
        ) : (
          <Button onPress={props.onClose} testid="import-close">
            {t("close")}
          </Button>
        )}
        <Button
          look="primary"
          icon={<Upload size={18} />}
          isDisabled={!ready || running !== null || !trial || made === 0}
          onPress={() => void run(ask, false)}
          testid="import-go"
        >
          {trial && made > 0 ? t("import-go", { count: made }) : t("import-go-none")}
        </Button>
      </div>
    </div>
  );
}

const total = (byForm: Partial<Record<string, number>> | undefined) =>
  Object.values(byForm ?? {}).reduce<number>((all, count) => all + (count ?? 0), 0);

/** Runs trials and imports, one at a time, and hears how far they are. */
function useImport() {
  const [report, setReport] = useState<ImportReport | null>(null);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [running, setRunning] = useState<{ done: number; total: number } | null>(null);
  const turn = useRef(0);
  useEffect(
    () => host().onImport((moved) => setRunning((now) => (now === null ? null : moved))),
    [],
  );
  const run = async (
    ask: { bytes: string; mapping: string | null; form: string | null },
    dry: boolean,
  ) => {
    turn.current += 1;
    const mine = turn.current;
    setRunning({ done: 0, total: 0 });
    setFault(null);
    setReport(null);
    // What was chosen anew meanwhile has overtaken the answer.
    const late = () => mine !== turn.current;
    try {
      const told = await host().importTable(ask, dry);
      if (!late()) setReport(told);
    } catch (cause) {
      if (!late()) setFault(faultOf(cause));
    }
    if (!late()) setRunning(null);
  };
  return { report, fault, running, trial: report?.dry_run === true && !report.stopped, run };
}

function Choose(props: {
  label: string;
  chosen: string | undefined;
  icon: ReactNode;
  accept: string[];
  testid: string;
  onFile: (file: File) => Promise<void>;
}) {
  const { t } = useText();
  return (
    <div className="flex items-center gap-3" data-testid={props.testid}>
      <FileTrigger
        acceptedFileTypes={props.accept}
        onSelect={(files) => {
          const file = files?.item(0);
          if (file) void props.onFile(file);
        }}
      >
        <Button icon={props.icon}>{props.label}</Button>
      </FileTrigger>
      <span className={props.chosen ? "" : "muted"}>{props.chosen ?? t("import-no-file")}</span>
    </div>
  );
}

function Columns(props: { forms: Option[]; form: string; onForm: (form: string) => void }) {
  const { t } = useText();
  const id = useId();
  return (
    <div>
      <label className="hint" htmlFor={id}>
        {t("import-columns")}
      </label>
      <select
        id={id}
        className="input"
        value={props.form}
        onChange={(event) => props.onForm(event.target.value)}
        data-testid="import-form"
      >
        <option value={MAPPED}>{t("import-mapped")}</option>
        {props.forms.map((form) => (
          <option key={form.id} value={form.id}>
            {t("import-as", { form: form.label })}
          </option>
        ))}
      </select>
    </div>
  );
}

function Running({ running }: { running: { done: number; total: number } }) {
  const { t } = useText();
  const share = running.total > 0 ? (100 * running.done) / running.total : 0;
  return (
    <div data-testid="import-running">
      <p role="status">{t("import-running", { done: running.done, total: running.total })}</p>
      <div className="meter mt-2" aria-hidden>
        <i style={{ width: `${Math.max(share, 3)}%`, background: "var(--info-fill)" }} />
      </div>
    </div>
  );
}

/** What would happen, or what happened, in figures. */
function Told({ report }: { report: ImportReport }) {
  const { t } = useText();
  const made = total(report.made);
  const known = total(report.known);
  const joined = total(report.joined);
  const rejected = new Set(report.rejected.map((row) => row.row)).size;
  const first = report.dry_run
    ? t("import-would", { rows: report.rows, count: made })
    : t("import-done", { rows: report.rows, count: made });
  return (
    <div className="banner" role="status" data-testid="import-told" data-dry={report.dry_run}>
      <p className="msg font-semibold" data-tone="good">
        <FileCheck2 size={18} aria-hidden />
        <span>{first}</span>
      </p>
      {known > 0 && <p>{t("import-known", { count: known })}</p>}
      {joined > 0 && <p>{t("import-joined", { count: joined })}</p>}
      {rejected > 0 && <p>{t("import-rejected", { count: rejected })}</p>}
      {report.stopped && <p>{t("import-stopped")}</p>}
    </div>
  );
}

function Rejected({ report }: { report: ImportReport }) {
  const { t } = useText();
  const [saved, setSaved] = useState<string | null>(null);
  const shown = report.rejected.slice(0, SHOWN_MAX);
  return (
    <section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard */}
      <ul className="rows import-rejected" tabIndex={0} aria-label={t("import-rejected-rows")}>
        {shown.map((row) => (
          <li key={`${row.row} ${row.form} ${row.column} ${row.why}`} className="py-2">
            <p className="msg" data-tone="warn">
              <TriangleAlert size={17} aria-hidden />
              <span>{t("import-row", { row: row.row, column: row.column })}</span>
            </p>
            <p className="muted" lang="en">
              {row.why}
            </p>
          </li>
        ))}
      </ul>
      <div className="flex items-center gap-3 mt-2">
        <Button
          icon={<Save size={18} />}
          onPress={async () => setSaved(await host().saveRejected(report.rejected))}
          testid="import-save-rejected"
        >
          {t("import-save-rejected")}
        </Button>
        {saved && <span role="status">{t("import-saved-as", { name: saved })}</span>}
      </div>
    </section>
  );
}
