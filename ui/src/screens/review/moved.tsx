import { MapPin } from "lucide-react";
import { host } from "../../host";
import { useText } from "../../locales/text";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { One } from "./findings";
import { PartChoice } from "./part-choice";

/** Places that were renamed, replaced or taken off their list since they were recorded, each with its records. */
export function Moved() {
  const { t } = useText();
  const asked = useAsk("moved", () => host().movedPlaces(), ["records"]);
  return (
    <div className="page" data-testid="moved">
      <h1>{t("moved-title")}</h1>
      <PartChoice />
      <p className="muted mb-3">{t("moved-text")}</p>
      <Answered asked={asked} rows={6}>
        {(found) =>
          found.length === 0 ? (
            <Empty
              icon={<MapPin size={26} />}
              title={t("moved-empty")}
              text={t("moved-empty-text")}
            />
          ) : (
            <section className="card card-pad" aria-label={t("moved-title")}>
              <ul className="problems">
                {found.map((finding) => (
                  <One key={`${finding.ground} ${finding.text}`} finding={finding} />
                ))}
              </ul>
            </section>
          )
        }
      </Answered>
    </div>
  );
}
