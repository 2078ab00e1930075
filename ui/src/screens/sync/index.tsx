import { CloudUpload, Globe, Images, Inbox, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { faultOf, type HostFault, host, type Pill, type SyncView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel, faultKey } from "../../parts/fault";
import { NothingLost } from "../../parts/nothing-lost";
import { usePill } from "../../parts/pill";
import { useSession } from "../../parts/session";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { Batches } from "./batches";
import { useBytes } from "./bytes";
import { HubRoad } from "./hub";
import { NeedsYou } from "./needs-you";
import { Progress } from "./progress";
import { Stick } from "./stick";
import { Stop } from "./stop";

export function Sync() {
  const { t } = useText();
  const asked = useAsk("sync", () => host().syncView(), ["delivery", "records"]);
  const pill = usePill();
  // What is sent moves the counts: look again when a run ends.
  const sending = pill?.state === "sending";
  const { again } = asked;
  useEffect(() => {
    if (!sending) again();
  }, [sending, again]);
  return (
    <div className="page" data-testid="sync">
      <Answered asked={asked} rows={8} title={t("nav-sync")}>
        {(view) => <SyncOf view={view} pill={pill ?? view.pill} onView={asked.put} />}
      </Answered>
    </div>
  );
}

function SyncOf(props: { view: SyncView; pill: Pill; onView: (view: SyncView) => void }) {
  const { view, pill } = props;
  const { t } = useText();
  const session = useSession();
  const bytes = useBytes();
  const [starting, setStarting] = useState(false);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [visiting, setVisiting] = useState(false);
  // A visit to a hub moves the pill too, and tells of itself where it was begun.
  const sending = starting || (pill.state === "sending" && !visiting);
  const { laptop } = view.counts;

  const run = (send: () => Promise<SyncView>) => async () => {
    setStarting(true);
    setFault(null);
    try {
      props.onView(await send());
    } catch (cause) {
      const failed = faultOf(cause);
      if (failed.code !== "cancelled") setFault(failed);
      props.onView(
        await host()
          .syncView()
          .catch(() => view),
      );
    }
    setStarting(false);
  };
  const now = run(() => host().syncNow());
  const filesNow = run(() => host().syncFilesNow());
  const records = { count: view.pill.waiting, bytes: bytes(view.waiting_bytes) };
  const files = { files: view.files_waiting, filebytes: bytes(view.files_waiting_bytes) };
  const headline = !session.has_centre
    ? t("sync-trial")
    : view.pill.waiting > 0
      ? view.files_waiting > 0
        ? t("sync-waiting-both", { ...records, ...files })
        : t("sync-waiting", records)
      : view.files_waiting > 0
        ? t("sync-files-waiting", {
            count: view.files_waiting,
            bytes: bytes(view.files_waiting_bytes),
          })
        : laptop === 0 && view.counts.confirmed === 0
          ? t("sync-nothing-yet")
          : t("sync-all-confirmed");

  return (
    <>
      <header className="flex flex-wrap items-center gap-4 mb-4">
        <div className="flex-1 min-w-64">
          <h1>{t("nav-sync")}</h1>
          <p className="text-ink-2" data-testid="sync-headline">
            {headline}
          </p>
        </div>
        {session.has_centre && (
          <div className="flex gap-2">
            {sending && <Stop testid="sync-cancel" />}
            {view.holds_files &&
              view.files_waiting + (view.fetches_files ? view.files_absent : 0) > 0 && (
                <Button
                  icon={<Images size={18} />}
                  isDisabled={sending || visiting}
                  onPress={filesNow}
                  testid="sync-files-now"
                >
                  {t("sync-files-now")}
                </Button>
              )}
            <Button
              look="primary"
              icon={<CloudUpload size={18} />}
              isDisabled={sending || visiting}
              onPress={now}
              testid="sync-now"
            >
              {sending ? t("sync-busy") : t("sync-now")}
            </Button>
          </div>
        )}
      </header>
      {sending && <Progress pill={pill} talking={t("sync-busy")} testid="sync-progress" />}
      {fault && (
        <div className="mb-4">
          <FaultPanel fault={fault} retry={now} testid="sync-fault" />
        </div>
      )}
      <div className="home-grid">
        <div className="flex flex-col gap-4 min-w-0">
          {session.has_centre ? (
            <Internet view={view} pill={pill} onView={props.onView} />
          ) : (
            <TrialCard />
          )}
          {session.has_centre && <Stick />}
          {session.has_centre && <HubRoad pill={pill} onVisiting={setVisiting} />}
          <NeedsYou view={view} onView={props.onView} />
          {session.has_centre && <Batches batches={view.batches} />}
        </div>
        <NothingLost
          counts={view.counts}
          compared={view}
          weeks={view.weeks}
          hasCentre={session.has_centre}
        />
      </div>
    </>
  );
}

/** What is known of the data that photos and scans of colleagues take. */
function absentKey(view: SyncView): string {
  const unknown = view.files_absent_unknown;
  if (unknown === 0) return "road-files-absent-size";
  return unknown < view.files_absent ? "road-files-absent-some" : "road-files-absent-unknown";
}

/** The road that is there when a network is. */
function Internet(props: { view: SyncView; pill: Pill; onView: (view: SyncView) => void }) {
  const { t } = useText();
  const bytes = useBytes();
  const { view } = props;
  const [fault, setFault] = useState<HostFault | null>(null);
  const turn = async (turned: Promise<SyncView>) => {
    setFault(null);
    try {
      props.onView(await turned);
    } catch (cause) {
      setFault(faultOf(cause));
    }
  };
  const offline = props.pill.state === "offline";
  const absent = {
    bytes: bytes(view.files_absent_bytes),
    unknown: view.files_absent_unknown,
  };
  return (
    <section className="card card-pad" aria-labelledby="road">
      <div className="flex items-start gap-4">
        <span className="way-mark">
          <Globe size={24} aria-hidden />
        </span>
        <div className="flex-1 min-w-0">
          <h2 id="road">{t("road-internet")}</h2>
          <p className="muted" lang="en">
            {view.address}
          </p>
          <p>
            {view.last_ok_at ? t("road-last", { when: moment(view.last_ok_at) }) : t("road-never")}
          </p>
          {view.last_fault && (
            <p className="msg mt-1" data-tone="warn">
              <TriangleAlert size={17} aria-hidden />
              <span>{t(faultKey(view.last_fault.code))}</span>
            </p>
          )}
          {offline && !view.last_fault && <p className="muted">{t("road-waits")}</p>}
          {view.set_aside > 0 && (
            <p className="msg mt-1" data-tone="warn" data-testid="sync-set-aside">
              <TriangleAlert size={17} aria-hidden />
              <span>{t("sync-set-aside", { count: view.set_aside })}</span>
            </p>
          )}
          {view.clock_hours_off !== null && (
            <p className="msg mt-1" data-tone="warn">
              <TriangleAlert size={17} aria-hidden />
              <span>{t("clock-off", { hours: Math.abs(view.clock_hours_off) })}</span>
            </p>
          )}
          <label className="tick mt-2">
            <input
              type="checkbox"
              checked={view.by_itself}
              data-testid="sync-by-itself"
              onChange={(e) => void turn(host().setSyncsByItself(e.target.checked))}
            />
            <span>{t("road-by-itself")}</span>
          </label>
          {!view.by_itself && <p className="muted">{t("road-by-itself-off")}</p>}
          <label className="tick mt-2">
            <input
              type="checkbox"
              checked={view.holds_files}
              data-testid="sync-holds-files"
              onChange={(e) => void turn(host().setHoldsFiles(e.target.checked))}
            />
            <span>{t("road-holds-files")}</span>
          </label>
          {view.holds_files && <p className="muted">{t("road-holds-files-on")}</p>}
          <label className="tick mt-2">
            <input
              type="checkbox"
              checked={view.fetches_files}
              data-testid="sync-fetches-files"
              onChange={(e) => void turn(host().setFetchesFiles(e.target.checked))}
            />
            <span>{t("road-files")}</span>
          </label>
          {view.files_absent > 0 && (
            <p className="muted" data-testid="sync-files-absent">
              {t("road-files-absent", { count: view.files_absent })} {t(absentKey(view), absent)}
            </p>
          )}
          {fault && <FaultPanel fault={fault} />}
        </div>
      </div>
    </section>
  );
}

function TrialCard() {
  const { t } = useText();
  const go = useNavigate();
  return (
    <section className="card">
      <Empty icon={<Inbox size={26} />} title={t("sync-trial-title")} text={t("sync-trial-text")}>
        <Button onPress={() => go("/records")}>{t("nav-records")}</Button>
      </Empty>
    </section>
  );
}
