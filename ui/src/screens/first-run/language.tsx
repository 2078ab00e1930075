import { ChevronRight } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { languages, useText } from "../../locales/text";
import { usePreferences } from "../../parts/look-settings";

/** Each language in its own script, before anything has to be read in another one. */
export function LanguageStep(props: { onDone: () => void }) {
  const { t } = useText();
  const [, set] = usePreferences();
  return (
    <>
      <h1 className="mb-4">
        <span lang="km" className="block">
          សូមជ្រើសរើសភាសា
        </span>
        <span lang="en" className="block text-ink-2 text-lg font-normal">
          Choose your language
        </span>
      </h1>
      <ul className="flex flex-col gap-3" aria-label={t("language")}>
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
              <span lang={l.code} className="flex-1 text-left text-lg font-semibold">
                {l.name}
              </span>
              <ChevronRight size={22} aria-hidden />
            </AriaButton>
          </li>
        ))}
      </ul>
    </>
  );
}
