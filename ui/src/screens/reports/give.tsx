import { Download } from "lucide-react";
import { useId, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { host, type ReportAsk } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { rowsKey } from "../../parts/words";

const formats = [
  ["xlsx", "report-format-xlsx"],
  ["pdf", "report-format-pdf"],
  ["csv", "report-format-csv"],
  ["json", "report-format-json"],
  ["geojson", "report-format-geojson"],
  ["gpkg", "report-format-gpkg"],
] as const;
/** Records one by one are tables only. */
const ofRows = formats.filter(([one]) => one === "xlsx" || one === "csv");

/** What map programs read. */
const ofPoints = ["geojson", "gpkg"] as const;

/** Gives a report or the records that it counts out as a file; for somebody outside the team it says less. */
export function Give({ ask }: { ask: ReportAsk }) {
  const { t } = useText();
  const tell = useTell();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [recipient, setRecipient] = useState("");
  const [format, setFormat] = useState<string>("xlsx");
  const [rows, setRows] = useState("");
  const [inWords, setInWords] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const sets = useAsk("row-choices", () => host().rowChoices());
  const offered = rows ? ofRows : formats;
  const kind = offered.some(([one]) => one === format) ? format : "xlsx";
  // Whoever is outside the team is given nothing but what counts.
  const mayWait = ofPoints.some((one) => one === kind) && !recipient.trim();
  const what: ReportAsk = rows
    ? { ...ask, name: `rows:${rows}`, labels: inWords }
    : { ...ask, waiting: mayWait && waiting };
  const giving = useWork(async () => {
    const name = await host().saveReport(what, kind, recipient.trim() || null);
    if (name) {
      tell(t("report-given", { name }));
      setOpen(false);
    }
  });
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button look="primary" icon={<Download size={18} aria-hidden />} testid="report-give">
        {t("report-give")}
      </Button>
      <Popover className="popover p-4" placement="bottom end">
        <Dialog aria-label={t("report-give")} className="outline-none w-80 max-w-full">
          <form className="flex flex-col gap-3" onSubmit={(event) => void giving.run(event)}>
            <div>
              <label className="hint" htmlFor={`${id}-what`}>
                {t("report-what")}
              </label>
              <select
                id={`${id}-what`}
                className="input"
                value={rows}
                onChange={(event) => setRows(event.target.value)}
                aria-describedby={rows ? `${id}-what-text` : undefined}
                data-testid="report-what"
              >
                <option value="">{t("report-what-report")}</option>
                <optgroup label={t("report-what-rows")}>
                  {(sets.data ?? []).map((table) => (
                    <option key={table} value={table}>
                      {t(rowsKey(table))}
                    </option>
                  ))}
                </optgroup>
              </select>
            </div>
            {rows && (
              <div>
                <p className="hint" id={`${id}-what-text`}>
                  {t("report-what-text")}
                </p>
                <label className="report-format">
                  <input
                    type="checkbox"
                    checked={inWords}
                    onChange={(event) => setInWords(event.target.checked)}
                    data-testid="report-in-words"
                  />
                  {t("report-in-words")}
                </label>
              </div>
            )}
            <fieldset className="flex flex-col">
              <legend className="hint">{t("report-format")}</legend>
              {offered.map(([one, words]) => (
                <label key={one} className="report-format">
                  <input
                    type="radio"
                    name={id}
                    checked={kind === one}
                    onChange={() => setFormat(one)}
                    data-testid={`format-${one}`}
                  />
                  {t(words)}
                </label>
              ))}
            </fieldset>
            {mayWait && (
              <label className="report-format">
                <input
                  type="checkbox"
                  checked={waiting}
                  onChange={(event) => setWaiting(event.target.checked)}
                  data-testid="report-with-waiting"
                />
                {t("report-with-waiting")}
              </label>
            )}
            <div>
              <label className="hint" htmlFor={`${id}-who`}>
                {t("report-recipient")}
              </label>
              <input
                id={`${id}-who`}
                className="input"
                value={recipient}
                onChange={(event) => setRecipient(event.target.value)}
                aria-describedby={`${id}-text`}
                data-testid="report-recipient"
              />
              <p className="hint" id={`${id}-text`}>
                {t("report-recipient-text")}
              </p>
            </div>
            {giving.fault && <FaultPanel fault={giving.fault} />}
            <Button look="primary" type="submit" isDisabled={giving.busy} testid="report-save">
              {giving.busy ? t("report-giving") : t("report-save")}
            </Button>
          </form>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
