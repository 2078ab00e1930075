import { ChevronDown } from "lucide-react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useText } from "../../locales/text";
import { Button } from "../button";

export interface Option {
  id: string;
  label: string;
}

const EVERY = "every";

/** Narrows a list to one of several; the chip names the chosen one. */
export function ChoiceFilter(props: {
  name: string;
  id: string;
  options: Option[];
  value: string | null | undefined;
  onChange: (value: string | null) => void;
}) {
  const { t } = useText();
  const chosen = props.options.find((o) => o.id === props.value);
  const choices = [{ id: EVERY, label: t("filter-every") }, ...props.options];
  return (
    <MenuTrigger>
      <Button className={chosen ? "filter filter-on" : "filter"} testid={`filter-${props.id}`}>
        <span>
          {chosen ? t("filter-chosen", { name: props.name, value: chosen.label }) : props.name}
        </span>
        <ChevronDown size={16} aria-hidden />
      </Button>
      <Popover className="popover" placement="bottom start">
        <Menu
          aria-label={props.name}
          className="outline-none"
          selectionMode="single"
          selectedKeys={[props.value ?? EVERY]}
          onAction={(key) => props.onChange(key === EVERY ? null : String(key))}
        >
          {choices.map((option) => (
            <MenuItem
              key={option.id}
              id={option.id}
              textValue={option.label}
              className="option"
              data-testid={`filter-${props.id}-${option.id}`}
            >
              {option.label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
