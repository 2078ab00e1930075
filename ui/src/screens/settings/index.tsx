import { type ReactNode, useRef } from "react";
import { useText } from "../../locales/text";
import { LookSettings } from "../../parts/look-settings";
import { useSession } from "../../parts/session";
import { AboutSection } from "./about";
import { BackupSection } from "./backup";
import { CheckSection } from "./check";
import { GivenSection } from "./given";
import { LockSection } from "./lock-time";
import { MapsSection } from "./maps";
import { PeopleSection } from "./people";
import { PicturesSection } from "./pictures";
import { PlacesSection } from "./places";
import { Section } from "./section";
import { TargetsSection } from "./targets";
import { ThresholdsSection } from "./thresholds";

/** This laptop: its people, how it looks, when it locks, its places, its care. */
export function Settings() {
  const { t } = useText();
  const { may_oversee: oversees } = useSession();
  const column = useRef<HTMLDivElement>(null);
  type Matter = [name: string, title: string, section: ReactNode];
  const given: Matter[] = oversees ? [["given", t("given"), <GivenSection key="given" />]] : [];
  const sections: Matter[] = [
    [
      "look",
      t("settings-look"),
      <Section key="look" name="look" title={t("settings-look")}>
        <LookSettings />
      </Section>,
    ],
    ["people", t("settings-people"), <PeopleSection key="people" />],
    ["lock", t("settings-lock"), <LockSection key="lock" />],
    ["places", t("settings-places"), <PlacesSection key="places" />],
    ["targets", t("targets"), <TargetsSection key="targets" />],
    ["maps", t("settings-maps"), <MapsSection key="maps" />],
    ["thresholds", t("thresholds"), <ThresholdsSection key="thresholds" />],
    ...given,
    ["pictures", t("settings-pictures"), <PicturesSection key="pictures" />],
    ["backup", t("settings-backup"), <BackupSection key="backup" />],
    ["check", t("settings-check"), <CheckSection key="check" />],
    ["about", t("settings-about"), <AboutSection key="about" />],
  ];
  const jump = (name: string) => {
    const section = column.current?.querySelector<HTMLElement>(`[data-setting="${name}"]`);
    section?.scrollIntoView({ block: "start" });
    section?.querySelector("h2")?.focus({ preventScroll: true });
  };
  return (
    <div className="page" data-testid="settings">
      <h1 className="mb-4">{t("settings-title")}</h1>
      <div className="settings">
        <nav className="settings-list" aria-label={t("settings-title")}>
          {sections.map(([name, title]) => (
            <a
              key={name}
              href={`#/settings?at=${name}`}
              data-testid={`settings-to-${name}`}
              onClick={(event) => {
                event.preventDefault();
                jump(name);
              }}
            >
              {title}
            </a>
          ))}
        </nav>
        <div className="settings-column" ref={column}>
          {sections.map(([, , section]) => section)}
        </div>
      </div>
    </div>
  );
}
