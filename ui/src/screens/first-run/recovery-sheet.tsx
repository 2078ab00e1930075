import { Printer } from "lucide-react";
import { useState } from "react";
import type { AppState } from "../../host";
import { useText } from "../../locales/text";
import { Mark } from "../../parts/art";
import { Button } from "../../parts/button";

/** The code that opens this laptop when every passphrase is forgotten, shown once and printed. */
export function RecoverySheet(props: { code: string; state: AppState; onDone: () => void }) {
  const { t } = useText();
  const [kept, setKept] = useState(false);
  const groups = props.code.split(/[\s-]+/).filter(Boolean);
  return (
    <div className="flex flex-col gap-4">
      <div className="no-print">
        <h1>{t("recovery-title")}</h1>
        <p className="muted">{t("recovery-text")}</p>
      </div>
      <section className="sheet" aria-label={t("recovery-sheet")}>
        <p className="flex items-center gap-2 font-semibold text-accent">
          <Mark size={24} />
          <span className="text-ink">{t("recovery-sheet")}</span>
        </p>
        <p className="muted">{props.state.programme ?? ""}</p>
        <p className="sheet-code" data-testid="recovery-code" lang="en">
          {groups.map((group, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and never move
            <span key={i}>{group}</span>
          ))}
        </p>
        <p className="muted">{t("recovery-keep")}</p>
      </section>
      <div className="no-print flex flex-col gap-3">
        <Button icon={<Printer size={18} />} onPress={() => window.print()} testid="recovery-print">
          {t("recovery-print")}
        </Button>
        <label className="tick">
          <input
            type="checkbox"
            checked={kept}
            data-testid="recovery-kept"
            onChange={(e) => setKept(e.target.checked)}
          />
          <span>{t("recovery-kept")}</span>
        </label>
        <Button
          look="primary"
          className="min-h-12"
          isDisabled={!kept}
          onPress={props.onDone}
          testid="recovery-done"
        >
          {t("recovery-done")}
        </Button>
      </div>
    </div>
  );
}
