import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { host } from "../../host";
import { useText } from "../../locales/text";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { inside, parts } from "./licences";
import { Section } from "./section";

export function AboutSection() {
  const { t } = useText();
  const about = useAsk("about", () => host().about());
  const [open, setOpen] = useState(false);
  return (
    <Section name="about" title={t("settings-about")}>
      <Answered asked={about} rows={2}>
        {(it) => (
          <>
            <p className="font-semibold" data-testid="version">
              {t("settings-version", { version: it.version })}
            </p>
            <p className="muted">{t("settings-system", { system: it.system })}</p>
          </>
        )}
      </Answered>
      <p className="muted mt-2">{t("settings-licence")}</p>
      <AriaButton
        className="btn btn-link mt-2 -ml-1.5"
        aria-expanded={open}
        onPress={() => setOpen(!open)}
        data-testid="licences-open"
      >
        {t("settings-parts")}
        <ChevronDown size={18} aria-hidden className={open ? "rotate-180" : ""} />
      </AriaButton>
      {open && (
        <div className="wide-table">
          <table className="plain-table" data-testid="licences">
            <caption className="only-spoken">{t("settings-parts-caption")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("settings-part")}</th>
                <th scope="col">{t("settings-part-licence")}</th>
              </tr>
            </thead>
            <tbody lang="en">
              {[...parts, ...inside].map(([name, licence]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{licence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
