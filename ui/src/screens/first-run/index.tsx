import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import type { Opened } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Entrance } from "../../parts/entrance";
import { LanguageChoice } from "../../parts/look-settings";
import { useApp } from "../../parts/session";
import { JoinStep } from "./join";
import { LanguageStep } from "./language";
import { RecoverySheet } from "./recovery-sheet";
import { RestoreStep } from "./restore";
import { TryStep } from "./try-here";
import { type Way, WaysStep } from "./ways";

/** The first minutes on a laptop: language, the way in, passphrase, recovery sheet. */
export function FirstRun() {
  const { t } = useText();
  const app = useApp();
  const [language, setLanguage] = useState(app.state.preferences.chosen);
  const [way, setWay] = useState<Way | null>(null);
  const [opened, setOpened] = useState<Opened | null>(null);

  const arrive = (now: Opened) => {
    if (now.recovery_code) setOpened(now);
    else app.put(now.state);
  };

  if (opened?.recovery_code) {
    return (
      <Entrance testid="first-run">
        <RecoverySheet
          code={opened.recovery_code}
          state={opened.state}
          onDone={() => app.put(opened.state)}
        />
      </Entrance>
    );
  }
  if (!language) {
    return (
      <Entrance testid="first-run">
        <LanguageStep onDone={() => setLanguage(true)} />
      </Entrance>
    );
  }
  return (
    <Entrance testid="first-run" corner={<LanguageChoice compact />}>
      {way && (
        <Button
          look="link"
          className="self-start -ml-2 mb-2"
          icon={<ArrowLeft size={18} />}
          onPress={() => setWay(null)}
          testid="back"
        >
          {t("back")}
        </Button>
      )}
      {way === null && <WaysStep trouble={app.state.trouble} onChoose={setWay} />}
      {way === "join" && <JoinStep onOpened={arrive} />}
      {way === "restore" && <RestoreStep onOpened={arrive} />}
      {way === "try" && <TryStep onOpened={arrive} />}
    </Entrance>
  );
}
