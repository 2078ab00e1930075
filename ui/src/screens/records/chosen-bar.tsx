import { FileSpreadsheet, Layers, Table2, X } from "lucide-react";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { host } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useWork } from "../../parts/use-work";
import type { Column } from "./columns";

interface Props {
  chosen: ReadonlySet<string>;
  columns: Column[];
  onClear: () => void;
}

/** What can be done with several records: read one after another, or take them out as a table. */
export function ChosenBar({ chosen, columns, onClear }: Props) {
  const { t } = useText();
  const go = useNavigate();
  const tell = useTell();
  const records = [...chosen];
  const format = useRef<"csv" | "xlsx">("xlsx");
  const saving = useWork(async () => {
    const heads = columns.map((column) => ({ key: column.key, heading: t(column.head) }));
    const name = await host().saveList(records, heads, format.current);
    if (name) tell(t("chosen-saved", { name }));
  });
  const saveAs = (kind: "csv" | "xlsx") => {
    format.current = kind;
    void saving.run();
  };
  return (
    <div className="chosen-bar" role="region" aria-label={t("chosen-bar")} data-testid="chosen-bar">
      <span className="font-semibold" role="status">
        {t("chosen-count", { count: records.length })}
      </span>
      <Button
        icon={<Layers size={18} aria-hidden />}
        testid="chosen-read"
        onPress={() => go(`/record/${records[0]}`, { state: { run: records } })}
      >
        {t("chosen-read")}
      </Button>
      <Button
        icon={<FileSpreadsheet size={18} aria-hidden />}
        isDisabled={saving.busy}
        testid="chosen-save-book"
        onPress={() => saveAs("xlsx")}
      >
        {t("chosen-save-book")}
      </Button>
      <Button
        icon={<Table2 size={18} aria-hidden />}
        isDisabled={saving.busy}
        testid="chosen-save"
        onPress={() => saveAs("csv")}
      >
        {t("chosen-save")}
      </Button>
      <Button
        look="link"
        icon={<X size={16} aria-hidden />}
        testid="chosen-clear"
        onPress={onClear}
      >
        {t("chosen-clear")}
      </Button>
      {saving.fault && <FaultPanel fault={saving.fault} />}
    </div>
  );
}
