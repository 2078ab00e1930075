import { Bookmark, BookmarkPlus, ChevronDown, Pencil, Star, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Menu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import type { RecordQuery, SavedView } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { useTellFault } from "../../parts/fault";

interface Props {
  views: SavedView[];
  /** The list as it stands. */
  query: RecordQuery;
  columns: string[];
  current: string | null;
  onShow: (view: SavedView) => void;
  /** Keeps these views in place of those before. */
  onKeep: (views: SavedView[]) => Promise<void>;
}

type Asking =
  | { kind: "new" }
  | { kind: "name"; view: SavedView }
  | { kind: "drop"; view: SavedView };

/** Lists with a name: shown, made from the list as it stands, renamed, opened first, and taken away. */
export function Views(props: Props) {
  const { t } = useText();
  const tellFault = useTellFault();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { views } = props;
  const current = views.find((view) => view.name === props.current);
  const keep = async (next: SavedView[]) => {
    setAsking(null);
    try {
      await props.onKeep(next);
    } catch (cause) {
      tellFault(cause);
    }
  };
  const act = (key: string) => {
    const view = views[Number(key.slice(5))];
    if (key.startsWith("view-") && view) props.onShow(view);
    else if (key === "new") setAsking({ kind: "new" });
    else if (current && key === "name") setAsking({ kind: "name", view: current });
    else if (current && key === "drop") setAsking({ kind: "drop", view: current });
    else if (current && key === "first")
      void keep(views.map((v) => ({ ...v, opens: v === current ? !v.opens : false })));
    else if (current && key === "update")
      void keep(
        views.map((v) =>
          v === current ? { ...v, query: props.query, columns: props.columns } : v,
        ),
      );
  };
  return (
    <>
      <MenuTrigger>
        <Button icon={<Bookmark size={18} aria-hidden />} testid="views">
          <span className="clip max-w-40">{current?.name ?? t("views")}</span>
          <ChevronDown size={16} aria-hidden />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu aria-label={t("views")} className="outline-none" onAction={(k) => act(String(k))}>
            {views.map((view, at) => (
              <MenuItem
                key={view.name}
                id={`view-${at}`}
                textValue={view.name}
                className="option"
                data-testid={`view-${at}`}
              >
                <span className="flex-1">{view.name}</span>
                {view.opens && <Star size={16} aria-label={t("view-opens")} />}
              </MenuItem>
            ))}
            {views.length > 0 && <Separator className="separator" />}
            <Choice id="new" icon={<BookmarkPlus size={18} aria-hidden />} text={t("view-new")} />
            {current && (
              <>
                <Choice
                  id="update"
                  icon={<Bookmark size={18} aria-hidden />}
                  text={t("view-update", { name: current.name })}
                />
                <Choice
                  id="first"
                  icon={<Star size={18} aria-hidden />}
                  text={t(current.opens ? "view-not-first" : "view-first", { name: current.name })}
                />
                <Choice
                  id="name"
                  icon={<Pencil size={18} aria-hidden />}
                  text={t("view-name", { name: current.name })}
                />
                <Choice
                  id="drop"
                  icon={<Trash2 size={18} aria-hidden />}
                  text={t("view-drop", { name: current.name })}
                />
              </>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      {asking && asking.kind !== "drop" && (
        <NameDialog
          taken={views.map((view) => view.name)}
          before={asking.kind === "name" ? asking.view.name : ""}
          onClose={() => setAsking(null)}
          onName={(name) => {
            if (asking.kind === "name") {
              void keep(views.map((v) => (v === asking.view ? { ...v, name } : v))).then(() =>
                props.onShow({ ...asking.view, name }),
              );
            } else {
              const made = { name, query: props.query, columns: props.columns, opens: false };
              void keep([...views, made]).then(() => props.onShow(made));
            }
          }}
        />
      )}
      {asking?.kind === "drop" && (
        <Dialog
          open
          onClose={() => setAsking(null)}
          title={t("view-drop", { name: asking.view.name })}
          testid="dialog-view-drop"
        >
          <p className="mb-4">{t("view-drop-text")}</p>
          <div className="flex justify-end">
            <Button
              look="danger"
              testid="view-drop-do"
              onPress={() => void keep(views.filter((v) => v !== asking.view))}
            >
              {t("view-drop-do")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function Choice(props: { id: string; icon: React.ReactNode; text: string }) {
  return (
    <MenuItem
      id={props.id}
      textValue={props.text}
      className="option"
      data-testid={`views-${props.id}`}
    >
      {props.icon}
      <span>{props.text}</span>
    </MenuItem>
  );
}

function NameDialog(props: {
  taken: string[];
  before: string;
  onClose: () => void;
  onName: (name: string) => void;
}) {
  const { t } = useText();
  const [name, setName] = useState(props.before);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  const plain = name.trim();
  const isTaken = plain !== props.before && props.taken.includes(plain);
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={props.before ? t("view-name", { name: props.before }) : t("view-new")}
      testid="dialog-view"
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (plain && !isTaken) props.onName(plain);
        }}
      >
        <label>
          <span className="hint">{t("view-called")}</span>
          <input
            className="input"
            ref={box}
            value={name}
            maxLength={80}
            aria-invalid={isTaken}
            data-testid="view-called"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {isTaken && (
          <p className="msg" data-tone="bad" role="alert">
            {t("view-taken")}
          </p>
        )}
        <p className="muted">{t("view-what")}</p>
        <div className="flex justify-end">
          <Button type="submit" look="primary" isDisabled={!plain || isTaken} testid="view-keep">
            {t("view-keep")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
