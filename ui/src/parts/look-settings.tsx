import { Contrast, Minus, Monitor, Moon, Plus, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { host, type Preferences } from "../host";
import { languageOf, languages } from "../locales/languages";
import { useText } from "../locales/text";
import { Button } from "./button";
import { useApp } from "./session";
import { textSizes, themes } from "./theme";

const themeKeys: Record<string, string> = {
  system: "theme-system",
  light: "theme-light",
  dark: "theme-dark",
  contrast: "theme-contrast",
};
const themeIcons: Record<string, ReactNode> = {
  system: <Monitor size={17} aria-hidden />,
  light: <Sun size={17} aria-hidden />,
  dark: <Moon size={17} aria-hidden />,
  contrast: <Contrast size={17} aria-hidden />,
};

/** Sets a preference and shows it at once; the disk follows. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const app = useApp();
  const set = (change: Partial<Preferences>) => {
    const preferences = { ...app.state.preferences, ...change };
    app.put({ ...app.state, preferences });
    host()
      .setPreferences(preferences)
      .then(app.put, () => {});
  };
  return [app.state.preferences, set];
}

export function LanguageChoice(props: { compact?: boolean }) {
  const { t } = useText();
  const [preferences, set] = usePreferences();
  const awaiting = languageOf(preferences.language)?.awaiting;
  return (
    <RadioGroup
      className="segments"
      aria-label={t("language")}
      value={preferences.language}
      onChange={(language) => set({ language, chosen: true })}
    >
      {!props.compact && <Label className="segments-label">{t("language")}</Label>}
      <div className={props.compact ? "segments-in" : "segments-in segments-three"}>
        {languages.map((l) => (
          <Radio key={l.code} value={l.code} className="segment" data-testid={`language-${l.code}`}>
            <span lang={l.code}>{l.name}</span>
          </Radio>
        ))}
      </div>
      {!props.compact && awaiting && (
        <p className="hint" data-testid="language-awaits">
          {awaiting}
        </p>
      )}
    </RadioGroup>
  );
}

export function LookSettings() {
  const { t } = useText();
  const [preferences, set] = usePreferences();
  const at = textSizes.findIndex((size) => size >= preferences.text_size);
  const here = at < 0 ? textSizes.length - 1 : at;
  const resize = (step: number) => {
    const size = textSizes[here + step];
    if (size) set({ text_size: size });
  };
  return (
    <div className="flex flex-col gap-3">
      <LanguageChoice />
      <RadioGroup
        className="segments"
        value={preferences.theme}
        onChange={(theme) => set({ theme })}
      >
        <Label className="segments-label">{t("theme")}</Label>
        <div className="segments-in segments-four">
          {themes.map((theme) => (
            <Radio key={theme} value={theme} className="segment" data-testid={`theme-${theme}`}>
              {themeIcons[theme]}
              <span>{t(themeKeys[theme] ?? "theme-system")}</span>
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <div className="segments" role="group" aria-label={t("text-size")}>
        <span className="segments-label">{t("text-size")}</span>
        <div className="flex items-center gap-2">
          <Button
            square
            aria-label={t("text-smaller")}
            isDisabled={here === 0}
            onPress={() => resize(-1)}
            icon={<Minus size={17} />}
            testid="text-smaller"
          />
          <span
            className="w-20 text-center font-semibold"
            aria-live="polite"
            data-testid="text-size"
          >
            {t("per-cent", { value: preferences.text_size })}
          </span>
          <Button
            square
            aria-label={t("text-larger")}
            isDisabled={here === textSizes.length - 1}
            onPress={() => resize(1)}
            icon={<Plus size={17} />}
            testid="text-larger"
          />
        </div>
      </div>
    </div>
  );
}
