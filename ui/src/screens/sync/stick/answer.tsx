import { HardDriveDownload } from "lucide-react";
import { useState } from "react";
import { host, type StickReader, type StickWritten } from "../../../host";
import { useText } from "../../../locales/text";
import { Button } from "../../../parts/button";
import { useWork } from "../../../parts/use-work";
import { Stop } from "../stop";
import { StickProgress } from "./progress";
import { Told, Unwritten } from "./write";

/** Answers a laptop whose stick was taken, as a centre does: with its receipts, and with what its people may see. */
export function Answer({ laptop }: { laptop: StickReader }) {
  const { t } = useText();
  const [written, setWritten] = useState<StickWritten | null>(null);
  const { busy, fault, run } = useWork(async () => {
    const order = { passphrase: null, whole: true, files: false, piece_mb: null };
    const done = await host().stickWrite({ reader: laptop.id, ...order });
    if (done) setWritten(done);
  });
  if (written) return <Told written={written} forCentre={false} />;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button
          icon={<HardDriveDownload size={18} />}
          isDisabled={busy}
          onPress={() => void run()}
          testid="stick-answer"
        >
          {t("stick-answer", { people: laptop.people.join(", ") })}
        </Button>
        {busy && <Stop testid="stick-cancel" />}
        <span role="status">{busy ? t("stick-writing") : ""}</span>
      </div>
      {busy && <StickProgress />}
      {fault && <Unwritten fault={fault} inOneFile={false} testid="stick-answer-fault" />}
    </div>
  );
}
