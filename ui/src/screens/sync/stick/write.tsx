import { CheckCheck, HardDriveDownload } from "lucide-react";
import { useId, useState } from "react";
import {
  type HostFault,
  host,
  type StickChoice,
  type StickOrder,
  type StickWritten,
} from "../../../host";
import { useText } from "../../../locales/text";
import { Button } from "../../../parts/button";
import { FaultPanel } from "../../../parts/fault";
import { NewPassphrase } from "../../../parts/passphrase";
import { useWork } from "../../../parts/use-work";
import { useBytes } from "../bytes";
import { Stop } from "../stop";
import { Left } from "./left";
import { StickProgress } from "./progress";

/** Whoever has the passphrase, in place of a laptop's id. */
const WORDS = "words";
const CENTRE = "centre";
/** Sizes of a piece, in MB: a small card, a stick, the most that an old stick's file can be. */
const PIECES = [100, 1000, 4000];
const MEGA = 1_000_000;

/** Chooses whom a stick is for and what goes onto it, and writes it into a folder. */
export function WriteStick(props: { choice: StickChoice }) {
  const { t } = useText();
  const [order, setOrder] = useState<StickOrder>({
    reader: CENTRE,
    passphrase: null,
    whole: false,
    files: true,
    piece_mb: null,
  });
  const [words, setWords] = useState<string | null>(null);
  const [written, setWritten] = useState<StickWritten | null>(null);
  const goingOn = useWork(async () => {
    const done = await host().stickWriteOn();
    if (done) setWritten(done);
  });
  const beginning = useWork(async () => {
    setWritten(null);
    goingOn.forget();
    const passphrase = order.reader === WORDS ? words : null;
    const done = await host().stickWrite({ ...order, passphrase });
    if (done) setWritten(done);
  });
  const busy = beginning.busy || goingOn.busy;
  const fault = goingOn.fault ?? beginning.fault;
  const change = (some: Partial<StickOrder>) => setOrder({ ...order, ...some });
  const ready = order.reader !== WORDS || words !== null;
  return (
    <form
      className="flex flex-col gap-3"
      data-testid="stick-order"
      onSubmit={(event) => void (ready && beginning.run(event))}
    >
      <Reader
        choice={props.choice}
        reader={order.reader}
        onReader={(reader) => change({ reader })}
      />
      {order.reader === WORDS && (
        <div>
          <p className="hint">{t("stick-words-hint")}</p>
          <NewPassphrase onChange={setWords} />
        </div>
      )}
      <div>
        <label className="tick">
          <input
            type="checkbox"
            checked={order.whole}
            data-testid="stick-whole"
            onChange={(event) => change({ whole: event.target.checked })}
          />
          <span>{t("stick-whole")}</span>
        </label>
        <label className="tick">
          <input
            type="checkbox"
            checked={order.files}
            data-testid="stick-files"
            onChange={(event) => change({ files: event.target.checked })}
          />
          <span>{t("stick-files")}</span>
        </label>
      </div>
      <Pieces mb={order.piece_mb} onMb={(piece_mb) => change({ piece_mb })} />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          look="primary"
          type="submit"
          icon={<HardDriveDownload size={18} />}
          isDisabled={busy || !ready}
          testid="stick-write-go"
        >
          {t("stick-choose-folder")}
        </Button>
        {busy && <Stop testid="stick-cancel" />}
        <span role="status">{busy ? t("stick-writing") : ""}</span>
      </div>
      {busy && <StickProgress />}
      {fault && <Unwritten fault={fault} inOneFile={!written && order.piece_mb === null} />}
      {written && <Told written={written} forCentre={order.reader === CENTRE} />}
      {written?.left && <Left left={written.left} busy={busy} onGoOn={() => void goingOn.run()} />}
    </form>
  );
}

/** Not even the first file was written, and why. */
export function Unwritten(props: { fault: HostFault; inOneFile: boolean; testid?: string }) {
  const { t } = useText();
  const { code } = props.fault;
  if (code === "cancelled") {
    return (
      <p role="status" data-testid="stick-stopped">
        {t("stick-stopped")}
      </p>
    );
  }
  return (
    <>
      <FaultPanel fault={props.fault} testid={props.testid ?? "stick-write-fault"} />
      {code === "disk_full" && props.inOneFile && (
        <p data-testid="stick-one-full">{t("stick-one-full")}</p>
      )}
    </>
  );
}

function Reader(props: {
  choice: StickChoice;
  reader: string;
  onReader: (reader: string) => void;
}) {
  const { t } = useText();
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {t("stick-for")}
      </label>
      <select
        id={id}
        className="input"
        value={props.reader}
        data-testid="stick-for"
        onChange={(event) => props.onReader(event.target.value)}
      >
        <option value={CENTRE}>{t("stick-for-centre")}</option>
        {props.choice.readers.map((reader) => (
          <option key={reader.id} value={reader.id}>
            {t("stick-for-laptop", { people: reader.people.join(", ") })}
          </option>
        ))}
        <option value={WORDS}>{t("stick-for-words")}</option>
      </select>
    </div>
  );
}

function Pieces(props: { mb: number | null; onMb: (mb: number | null) => void }) {
  const { t } = useText();
  const bytes = useBytes();
  const id = useId();
  return (
    <div>
      <label className="label" htmlFor={id}>
        {t("stick-pieces")}
      </label>
      <select
        id={id}
        className="input"
        value={props.mb ?? ""}
        data-testid="stick-pieces"
        onChange={(event) => props.onMb(Number(event.target.value) || null)}
      >
        <option value="">{t("stick-pieces-one")}</option>
        {PIECES.map((mb) => (
          <option key={mb} value={mb}>
            {t("stick-pieces-of", { bytes: bytes(mb * MEGA) })}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What was handed over, and when it will count as confirmed. */
export function Told({ written, forCentre }: { written: StickWritten; forCentre: boolean }) {
  const { t } = useText();
  const bytes = useBytes();
  const { records, files, pieces } = written;
  return (
    <div className="banner" role="status" data-testid="stick-written">
      <p className="msg font-semibold" data-tone="good">
        <CheckCheck size={18} aria-hidden />
        <span>{t("stick-written", { records, files, bytes: bytes(written.bytes) })}</span>
      </p>
      <ul>
        {pieces.map((name) => (
          <li key={name} className="break-all">
            {name}
          </li>
        ))}
      </ul>
      <p className="muted">{t(forCentre ? "stick-written-centre" : "stick-written-other")}</p>
    </div>
  );
}
