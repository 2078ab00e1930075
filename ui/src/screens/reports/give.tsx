import { Download } from "lucide-react";
import { useId, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { host, type ReportAsk } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useWork } from "../../parts/use-work";

const formats = [
  ["xlsx", "report-format-xlsx"],
  ["pdf", "report-format-pdf"],
  ["csv", "report-format-csv"],
  ["json", "report-format-json"],
  ["geojson", "report-format-geojson"],
  ["gpkg", "report-format-gpkg"],
] as const;

/** Gives a report out as a file; for somebody outside the team it says less. */
export function Give({ ask }: { ask: ReportAsk }) {
  const { t } = useText();
  const tell = useTell();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [recipient, setRecipient] = useState("");
  const [format, setFormat] = useState<string>("xlsx");
  const giving = useWork(async () => {
    const name = await host().saveReport(ask, format, recipient.trim() || null);
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
            <fieldset className="flex flex-col">
              <legend className="hint">{t("report-format")}</legend>
              {formats.map(([one, words]) => (
                <label key={one} className="report-format">
                  <input
                    type="radio"
                    name={id}
                    checked={format === one}
                    onChange={() => setFormat(one)}
                    data-testid={`format-${one}`}
                  />
                  {t(words)}
                </label>
              ))}
            </fieldset>
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
