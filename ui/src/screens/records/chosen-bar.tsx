import { CheckCheck, FileDown, FileSpreadsheet, Layers, Table2, X } from "lucide-react";
import { useRef } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useNavigate } from "react-router";
import { host, type RecordQuery } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useWork } from "../../parts/use-work";
import { allOf, LIST_MAX } from "./all";
import type { Column } from "./columns";

interface Props {
  chosen: ReadonlySet<string>;
  /** What the list is narrowed to, and how many records it has. */
  query: RecordQuery;
  total: number;
  columns: Column[];
  onChoose: (records: string[]) => void;
}

/** What chosen records can be besides tables. */
const others = [
  ["pdf", "report-format-pdf"],
  ["geojson", "report-format-geojson"],
  ["gpkg", "report-format-gpkg"],
] as const;

/** What can be done with several records: read one after another, or take them out as a file. */
export function ChosenBar({ chosen, query, total, columns, onChoose }: Props) {
  const { t } = useText();
  const go = useNavigate();
  const tell = useTell();
  const records = [...chosen];
  const format = useRef("xlsx");
  const saving = useWork(async () => {
    const heads = columns.map((column) => ({ key: column.key, heading: t(column.head) }));
    const saved = await host().saveList(records, heads, format.current);
    if (!saved) return;
    const { name, without_point } = saved;
    const told =
      without_point > 0
        ? t("chosen-saved-points", { name, count: without_point })
        : t("chosen-saved", { name });
    tell(told);
  });
  const choosing = useWork(async () => onChoose(await allOf(query)));
  const fault = saving.fault ?? choosing.fault;
  const saveAs = (kind: string) => {
    format.current = kind;
    void saving.run();
  };
  return (
    <div className="chosen-bar" role="region" aria-label={t("chosen-bar")} data-testid="chosen-bar">
      <span className="font-semibold" role="status">
        {t("chosen-count", { count: records.length })}
      </span>
      {total > chosen.size && total <= LIST_MAX && (
        <Button
          icon={<CheckCheck size={18} aria-hidden />}
          isDisabled={choosing.busy}
          testid="chosen-all"
          onPress={() => void choosing.run()}
        >
          {t("chosen-all", { count: total })}
        </Button>
      )}
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
      <MenuTrigger>
        <Button
          icon={<FileDown size={18} aria-hidden />}
          isDisabled={saving.busy}
          testid="chosen-save-other"
        >
          {t("chosen-save-other")}
        </Button>
        <Popover className="popover" placement="bottom start">
          <Menu aria-label={t("chosen-save-other")} className="outline-none">
            {others.map(([kind, words]) => (
              <MenuItem
                key={kind}
                id={kind}
                textValue={t(words)}
                className="option"
                data-testid={`chosen-save-${kind}`}
                onAction={() => saveAs(kind)}
              >
                {t(words)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <Button
        look="link"
        icon={<X size={16} aria-hidden />}
        testid="chosen-clear"
        onPress={() => onChoose([])}
      >
        {t("chosen-clear")}
      </Button>
      {fault && <FaultPanel fault={fault} />}
    </div>
  );
}
