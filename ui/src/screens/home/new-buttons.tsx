import { ChevronDown, FilePlus2, Plus } from "lucide-react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useNavigate } from "react-router";
import type { FormCard } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";

const BESIDE = 1;

/** The form used most stands large; the next ones beside it; all others behind a menu. */
export function NewButtons(props: { forms: FormCard[] }) {
  const { t } = useText();
  const go = useNavigate();
  const [first, ...others] = props.forms;
  if (!first) return <p className="muted">{t("home-no-forms")}</p>;
  const beside = others.length === BESIDE + 1 ? others : others.slice(0, BESIDE);
  const more = others.slice(beside.length);
  const start = (form: FormCard) => go(`/new/${form.id}`);
  return (
    <div className="new-buttons">
      <Button
        look="primary"
        className="new-first"
        icon={<Plus size={24} aria-hidden />}
        onPress={() => start(first)}
        testid={`new-${first.id}`}
      >
        {t("home-new", { form: first.title })}
      </Button>
      {beside.map((form) => (
        <Button
          key={form.id}
          className="new-next"
          icon={<FilePlus2 size={20} aria-hidden />}
          onPress={() => start(form)}
          testid={`new-${form.id}`}
        >
          {form.title}
        </Button>
      ))}
      {more.length > 0 && (
        <MenuTrigger>
          <Button
            className="new-next"
            icon={<ChevronDown size={20} aria-hidden />}
            testid="new-more"
          >
            {t("home-more-forms")}
          </Button>
          <Popover className="popover" placement="bottom end">
            <Menu aria-label={t("home-more-forms")} className="outline-none">
              {more.map((form) => (
                <MenuItem
                  key={form.id}
                  id={form.id}
                  className="option"
                  onAction={() => start(form)}
                  data-testid={`new-${form.id}`}
                >
                  {form.title}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
    </div>
  );
}
