import { useText } from "../locales/text";
import { Dialog } from "../parts/dialog";

/** What the keyboard does while a form is filled. */
export function KeyMap(props: { open: boolean; onClose: () => void }) {
  const { t } = useText();
  const keys: [string[], string][] = [
    [["Tab"], t("key-next")],
    [["Shift", "Tab"], t("key-previous")],
    [["Space"], t("key-choose")],
    [["↑", "↓"], t("key-among")],
    [["Delete"], t("key-clear")],
    [["Alt", "↓"], t("key-next-section")],
    [["Alt", "↑"], t("key-previous-section")],
    [["Ctrl", "Z"], t("undo")],
    [["Ctrl", "Shift", "Z"], t("redo")],
    [["Ctrl", "Enter"], t("finish")],
    [["Ctrl", "K"], t("search")],
    [["?"], t("keys")],
  ];
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t("keys")} testid="key-map">
      <dl className="rows">
        {keys.map(([combination, meaning]) => (
          <div key={combination.join(" ")} className="flex items-center gap-4 py-1.5">
            <dt className="w-44 flex gap-1.5" lang="en">
              {combination.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
