import { Columns3 } from "lucide-react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { columns } from "./columns";

/** Which columns the list has; kept for each form. */
export function ColumnChoice(props: { chosen: string[]; onChange: (keys: string[]) => void }) {
  const { t } = useText();
  return (
    <MenuTrigger>
      <Button icon={<Columns3 size={18} aria-hidden />} testid="columns">
        {t("columns")}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          aria-label={t("columns")}
          className="outline-none"
          selectionMode="multiple"
          disallowEmptySelection
          selectedKeys={props.chosen}
          onSelectionChange={(keys) => {
            if (keys === "all") return;
            props.onChange(columns.map((column) => column.key).filter((key) => keys.has(key)));
          }}
        >
          {columns.map((column) => (
            <MenuItem
              key={column.key}
              id={column.key}
              textValue={t(column.head)}
              className="option option-check"
              data-testid={`column-${column.key}`}
            >
              {t(column.head)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
