import { CheckCheck, FolderInput, Inbox, LockKeyhole, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { host, type StickLook, type StickPiece, type StickTaken } from "../../../host";
import { moment } from "../../../locales/dates";
import { useText } from "../../../locales/text";
import { Button } from "../../../parts/button";
import { FaultPanel, faultKey } from "../../../parts/fault";
import { PassphraseField } from "../../../parts/passphrase";
import { Empty } from "../../../parts/states";
import { useWork } from "../../../parts/use-work";
import { Stop } from "../stop";
import { Answer } from "./answer";
import { StickProgress } from "./progress";

/** Looks at what lies on a stick, and takes it when the person says so. */
export function ReadStick() {
  const { t } = useText();
  const [look, setLook] = useState<StickLook | null>(null);
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState<string | null>(null);
  const [taken, setTaken] = useState<StickTaken | null>(null);
  const choosing = useWork(async () => {
    const found = await host().stickLook();
    if (!found) return;
    setLook(found);
    setWords("");
    setOpened(null);
    setTaken(null);
  });
  const opening = useWork(async () => {
    setLook(await host().stickLookAgain(words));
    setOpened(words);
  });
  const taking = useWork(async () => {
    const done = await host().stickTake(opened);
    setTaken(done);
    setLook(null);
  });
  const busy = choosing.busy || opening.busy || taking.busy;
  const fault = choosing.fault ?? opening.fault ?? taking.fault;
  return (
    <div className="flex flex-col gap-3" data-testid="stick-reading">
      <div className="flex flex-wrap items-center gap-3">
        <Button
          look={look ? "plain" : "primary"}
          icon={<FolderInput size={18} />}
          isDisabled={busy}
          onPress={() => void choosing.run()}
          testid="stick-choose"
        >
          {t("stick-choose")}
        </Button>
        {busy && <Stop testid="stick-cancel" />}
        <span role="status">{busy ? t("stick-reading") : ""}</span>
      </div>
      {busy && <StickProgress />}
      {fault && fault.code !== "cancelled" && (
        <FaultPanel fault={fault} testid="stick-read-fault" />
      )}
      {look && <Look look={look} />}
      {look?.needs_passphrase && (
        <form className="flex flex-col gap-2" onSubmit={(event) => void opening.run(event)}>
          <PassphraseField
            label={t("stick-words")}
            value={words}
            onChange={setWords}
            testid="stick-words"
          />
          <div>
            <Button
              type="submit"
              icon={<LockKeyhole size={18} />}
              isDisabled={busy || words === ""}
              testid="stick-open"
            >
              {t("stick-open")}
            </Button>
          </div>
        </form>
      )}
      {look?.readable && (
        <div>
          <Button
            look="primary"
            icon={<Inbox size={18} />}
            isDisabled={busy}
            onPress={() => void taking.run()}
            testid="stick-take"
          >
            {t("stick-take")}
          </Button>
        </div>
      )}
      {taken && <Taken taken={taken} />}
      {taken?.from.map((laptop) => (
        <Answer key={laptop.id} laptop={laptop} />
      ))}
    </div>
  );
}

/** What lies there, before any of it is taken. */
function Look({ look }: { look: StickLook }) {
  const { t } = useText();
  if (look.pieces.length === 0) {
    return (
      <Empty icon={<Inbox size={26} />} title={t("stick-empty")} text={t("stick-empty-text")} />
    );
  }
  return (
    <div data-testid="stick-look">
      <ul className="rows">
        {look.pieces.map((piece) => (
          <li key={piece.file} className="py-2">
            {piece.fault ? (
              <p className="msg" data-tone="warn" data-code={piece.fault.code}>
                <TriangleAlert size={17} aria-hidden />
                <span>
                  <span className="break-all">{piece.file}</span> {t(faultKey(piece.fault.code))}
                </span>
              </p>
            ) : (
              <Piece piece={piece} />
            )}
          </li>
        ))}
      </ul>
      {look.missing.length > 0 && (
        <p className="msg" data-tone="warn" data-testid="stick-missing">
          <TriangleAlert size={17} aria-hidden />
          <span>
            {t(look.open ? "stick-missing-open" : "stick-missing", {
              pieces: look.missing.join(", "),
            })}
          </span>
        </p>
      )}
    </div>
  );
}

function Piece({ piece }: { piece: StickPiece }) {
  const { t } = useText();
  const when = moment(piece.made_at);
  const from = piece.from_centre
    ? t("stick-from-centre", { when })
    : t("stick-from", { people: piece.from.join(", "), when });
  return (
    <>
      <p className="font-semibold">{from}</p>
      <p>{t("stick-new", { count: piece.new, known: piece.known })}</p>
      {piece.teams.length > 0 && (
        <p className="muted">
          {t("stick-teams", { teams: piece.teams.map((team) => team.name).join(", ") })}
        </p>
      )}
      {piece.files > 0 && <p className="muted">{t("batch-files", { count: piece.files })}</p>}
      {piece.receipts > 0 && (
        <p className="muted">{t("stick-receipts", { count: piece.receipts })}</p>
      )}
      {piece.outside > 0 && <p className="muted">{t("stick-outside")}</p>}
      {piece.untrusted > 0 && (
        <p className="msg" data-tone="warn">
          <TriangleAlert size={17} aria-hidden />
          <span>{t("stick-untrusted")}</span>
        </p>
      )}
      {piece.newer > 0 && (
        <p className="msg" data-tone="warn">
          <TriangleAlert size={17} aria-hidden />
          <span>{t("stick-newer", { count: piece.newer })}</span>
        </p>
      )}
    </>
  );
}

function Taken({ taken }: { taken: StickTaken }) {
  const { t } = useText();
  const news = taken.added + taken.files + taken.confirmed + taken.files_confirmed;
  return (
    <div className="banner" role="status" data-testid="stick-taken">
      <p className="msg font-semibold" data-tone="good">
        <CheckCheck size={18} aria-hidden />
        <span>
          {news === 0 ? t("stick-took-nothing") : t("stick-took", { count: taken.added })}
        </span>
      </p>
      {taken.confirmed + taken.files_confirmed > 0 && (
        <p>{t("stick-took-receipts", { count: taken.confirmed + taken.files_confirmed })}</p>
      )}
      {taken.files > 0 && <p>{t("batch-files", { count: taken.files })}</p>}
      {taken.set_aside > 0 && <p>{t("stick-untrusted")}</p>}
      {taken.newer > 0 && <p>{t("stick-newer", { count: taken.newer })}</p>}
      {taken.compared && <Compared taken={taken} />}
    </div>
  );
}

/** What the centre said to what this laptop takes it to hold. */
function Compared({ taken }: { taken: StickTaken }) {
  const { t } = useText();
  const differs = taken.lost > 0 || taken.unread || taken.set_apart || taken.not_taken;
  if (!differs) return <p data-testid="stick-compared">{t("stick-compared-equal")}</p>;
  return (
    <div data-testid="stick-compared">
      {taken.lost > 0 && (
        <p className="msg" data-tone="warn">
          <TriangleAlert size={17} aria-hidden />
          <span>{t("stick-compared-lost", { count: taken.lost })}</span>
        </p>
      )}
      {taken.unread && (
        <p className="msg" data-tone="warn">
          <TriangleAlert size={17} aria-hidden />
          <span>{t("stick-compared-unread")}</span>
        </p>
      )}
      {taken.not_taken && (
        <p className="msg" data-tone="warn">
          <TriangleAlert size={17} aria-hidden />
          <span>{t("stick-compared-not-taken")}</span>
        </p>
      )}
      {taken.set_apart && !taken.not_taken && taken.lost === 0 && !taken.unread && (
        <p className="msg" data-tone="warn">
          <TriangleAlert size={17} aria-hidden />
          <span>{t("stick-compared-set-apart")}</span>
        </p>
      )}
    </div>
  );
}
