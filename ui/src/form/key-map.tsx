import { useText } from "../locales/text";
import { Dialog } from "../parts/dialog";

type Line = [keys: string[], meaning: string];

/** What the keyboard does while a form is filled. */
export function KeyMap(props: { open: boolean; onClose: () => void; title: string }) {
  const { t } = useText();
  const parts: [string, Line[]][] = [
    [
      t("keys-way"),
      [
        [["Tab"], t("key-next")],
        [["Shift", "Tab"], t("key-previous")],
        [["Enter"], t("key-on")],
        [["Alt", "N"], t("key-needed")],
        [["Alt", "1…9"], t("key-section")],
        [["Alt", "↓"], t("key-next-section")],
        [["Alt", "↑"], t("key-previous-section")],
      ],
    ],
    [
      t("keys-form"),
      [
        [["Alt", "R"], t("repeat-last")],
        [["Ctrl", "Z"], t("undo")],
        [["Ctrl", "Shift", "Z"], t("redo")],
        [["Ctrl", "Enter"], t("finish")],
        [["Ctrl", "K"], t("search")],
        [["F1", "?"], t("keys")],
      ],
    ],
    [
      t("keys-answer"),
      [
        [["A", "1…9"], t("key-letter")],
        [["↑", "↓"], t("key-among")],
        [["Space"], t("key-choose")],
        [["Delete"], t("key-clear")],
        [["T", "-1", "17/11"], t("key-date")],
        [["8", "810"], t("key-time")],
        [["Shift", "↑", "↓"], t("key-rank")],
        [["Alt", "Delete"], t("key-row")],
      ],
    ],
  ];
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title} testid="key-map" wide>
      <div className="key-map">
        {parts.map(([heading, lines]) => (
          <section key={heading} aria-label={heading}>
            <h3>{heading}</h3>
            <dl>
              {lines.map(([keys, meaning]) => (
                <div key={keys.join(" ")}>
                  <dt lang="en">
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
