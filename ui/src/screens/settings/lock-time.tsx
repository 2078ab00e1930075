import { Lock } from "lucide-react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { host } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { usePreferences } from "../../parts/look-settings";
import { useApp } from "../../parts/session";
import { Section } from "./section";

const choices = [2, 5, 10, 15, 30, 60];

/** How long the laptop waits before it locks by itself. */
export function LockSection() {
  const { t } = useText();
  const app = useApp();
  const [preferences, set] = usePreferences();
  // What another program wrote into the settings is shown beside the usual choices.
  const minutes = [...new Set([...choices, preferences.lock_minutes])].sort((a, b) => a - b);
  return (
    <Section name="lock" title={t("settings-lock")} text={t("settings-lock-text")}>
      <RadioGroup
        className="segments"
        value={String(preferences.lock_minutes)}
        onChange={(value) => set({ lock_minutes: Number(value) })}
      >
        <Label className="segments-label">{t("settings-lock-after")}</Label>
        <div className="segments-in">
          {minutes.map((count) => (
            <Radio
              key={count}
              value={String(count)}
              className="segment"
              data-testid={`lock-after-${count}`}
            >
              {t("settings-minutes", { count })}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <Button
        className="mt-3"
        icon={<Lock size={18} />}
        onPress={() => void host().lock().then(app.put)}
        testid="settings-lock-now"
      >
        {t("lock")}
      </Button>
    </Section>
  );
}
