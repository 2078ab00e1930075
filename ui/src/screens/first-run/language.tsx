import { ChevronRight } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { languages } from "../../locales/languages";
import { useText } from "../../locales/text";
import { usePreferences } from "../../parts/look-settings";

/** Each language in its own script, before anything has to be read in another one. */
export function LanguageStep(props: { onDone: () => void }) {
  const { t } = useText();
  const [, set] = usePreferences();
  return (
    <>
      <h1 className="mb-4">{t("language-choose")}</h1>
      <ul className="tongues" aria-label={t("language")}>
        {languages.map((l) => (
          <li key={l.code}>
            <AriaButton
              className="way"
              data-testid={`language-${l.code}`}
              onPress={() => {
                set({ language: l.code, chosen: true });
                props.onDone();
              }}
            >
              <span lang={l.code} className="tongue">
                <span className="block text-lg font-semibold">{l.name}</span>
                <span className="block muted">{l.choose}</span>
                {l.awaiting && <span className="block hint">{l.awaiting}</span>}
              </span>
              <ChevronRight size={22} aria-hidden />
            </AriaButton>
          </li>
        ))}
      </ul>
    </>
  );
}
