import { CheckCheck, CircleAlert, ImageUp, LogIn, Search } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  type FoundHub,
  faultOf,
  type HostFault,
  type HubVisit,
  host,
  type KnownHubView,
  type Pill,
} from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { Progress } from "./progress";
import { Stop } from "./stop";

type Work = "finding" | "reading" | "visiting" | null;

/** Goes to a hub: one that was met before, one that calls itself out, or one whose address was told. */
export function UseHub(props: {
  known: KnownHubView[];
  pill: Pill;
  onVisiting: (visiting: boolean) => void;
  onVisited: () => void;
}) {
  const { t } = useText();
  const [work, setWork] = useState<Work>(null);
  const [found, setFound] = useState<FoundHub[] | null>(null);
  const [address, setAddress] = useState("");
  const [code, setCode] = useState("");
  const [visit, setVisit] = useState<HubVisit | null>(null);
  const [fault, setFault] = useState<HostFault | null>(null);
  const act = async (what: Work, done: () => Promise<void>) => {
    setWork(what);
    if (what === "visiting") props.onVisiting(true);
    setFault(null);
    setVisit(null);
    try {
      await done();
    } catch (cause) {
      setFault(faultOf(cause));
    }
    setWork(null);
    if (what === "visiting") props.onVisiting(false);
  };
  const find = () =>
    act("finding", async () => {
      setFound((await host().hubFind()).filter((hub) => !hub.is_here));
    });
  const read = () =>
    act("reading", async () => {
      const text = await host().readCodeFile();
      if (text !== null) setCode(text);
    });
  const go = (to: string, by: string) =>
    act("visiting", async () => {
      setVisit(await host().hubVisit(to, by));
      setCode("");
      props.onVisited();
    });
  const choose = (hub: FoundHub) => {
    if (hub.known) return go(hub.address, "");
    setAddress(hub.address);
    document.getElementById("hub-visit-code")?.focus();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    void go(address, code);
  };
  const busy = work !== null;
  return (
    <div data-testid="hub-use">
      <h3>{t("hub-use")}</h3>
      {work === "visiting" && (
        <div className="flex flex-col items-start mb-2">
          <div className="w-full">
            <Progress pill={props.pill} talking={t("hub-visiting")} testid="hub-progress" />
          </div>
          <Stop testid="hub-cancel" />
        </div>
      )}
      {props.known.length > 0 && (
        <ul className="rows" data-testid="hub-known">
          {props.known.map((hub) => (
            <li key={hub.device} className="flex flex-wrap items-center gap-3 py-2">
              <span className="flex-1 min-w-40">
                <span className="font-semibold" id={`met-${hub.device}`}>
                  {hub.people.join(", ")}
                </span>{" "}
                <span className="muted">{t("hub-met", { when: moment(hub.met_at) })}</span>
              </span>
              <Button
                icon={<LogIn size={18} />}
                isDisabled={busy}
                onPress={() => go(hub.address, "")}
                aria-describedby={`met-${hub.device}`}
                testid={`hub-go-${hub.device}`}
              >
                {t("hub-go")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button
        className="mt-2"
        icon={<Search size={18} />}
        isDisabled={busy}
        onPress={find}
        testid="hub-find"
      >
        {work === "finding" ? t("hub-finding") : t("hub-find")}
      </Button>
      {found && <Found hubs={found} busy={busy} onChoose={choose} />}
      <form className="hub-form mt-3" onSubmit={send}>
        <div>
          <label className="label" htmlFor="hub-visit-code">
            {t("hub-code-label")}
          </label>
          <p className="hint mb-1.5" id="hub-visit-code-hint">
            {t("hub-code-hint")}
          </p>
          <input
            id="hub-visit-code"
            className="input"
            autoComplete="off"
            spellCheck={false}
            aria-describedby="hub-visit-code-hint"
            value={code}
            data-testid="hub-visit-code"
            onChange={(e) => setCode(e.target.value)}
          />
          <Button
            className="mt-1"
            icon={<ImageUp size={18} />}
            isDisabled={busy}
            onPress={read}
            testid="hub-code-picture"
          >
            {t("hub-code-picture")}
          </Button>
        </div>
        <div>
          <label className="label" htmlFor="hub-visit-address">
            {t("hub-address-label")}
          </label>
          <p className="hint mb-1.5" id="hub-visit-address-hint">
            {t("hub-address-hint")}
          </p>
          <input
            id="hub-visit-address"
            className="input"
            autoComplete="off"
            spellCheck={false}
            aria-describedby="hub-visit-address-hint"
            value={address}
            data-testid="hub-visit-address"
            onChange={(e) => setAddress(e.target.value)}
          />
        </div>
        <Button
          type="submit"
          icon={<LogIn size={18} />}
          isDisabled={busy || (code.trim() === "" && address.trim() === "")}
          testid="hub-visit"
        >
          {work === "visiting" ? t("hub-visiting") : t("hub-go")}
        </Button>
      </form>
      {visit && <Visited visit={visit} />}
      {fault?.code === "cancelled" && (
        <p className="mt-2" role="status" data-testid="hub-stopped">
          {t("fault-cancelled")}
        </p>
      )}
      {fault && fault.code !== "cancelled" && (
        <div className="mt-2">
          <FaultPanel fault={fault} testid="hub-visit-fault" />
        </div>
      )}
    </div>
  );
}

function Found(props: { hubs: FoundHub[]; busy: boolean; onChoose: (hub: FoundHub) => void }) {
  const { t } = useText();
  if (props.hubs.length === 0) {
    return (
      <p className="muted mt-2" role="status" data-testid="hub-none-found">
        {t("hub-none-found")}
      </p>
    );
  }
  return (
    <ul className="rows mt-2" data-testid="hub-found">
      {props.hubs.map((hub) => {
        const who = hub.people.length > 0 ? hub.people.join(", ") : t("hub-of-nobody");
        return (
          <li key={hub.device} className="flex flex-wrap items-center gap-3 py-2">
            <span className="flex-1 min-w-40">
              <span className="font-semibold" id={`found-${hub.device}`}>
                {who}
              </span>{" "}
              <span className="muted" lang="en">
                {hub.address}
              </span>
            </span>
            <Button
              isDisabled={props.busy || hub.people.length === 0}
              onPress={() => props.onChoose(hub)}
              aria-describedby={`found-${hub.device}`}
              testid={`hub-choose-${hub.device}`}
            >
              {t(hub.known ? "hub-go" : "hub-choose")}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

/** What a visit came to. Handed over is not confirmed, and it says so. */
function Visited({ visit }: { visit: HubVisit }) {
  const { t } = useText();
  const who = visit.people.join(", ");
  return (
    <div className="mt-3" role="status" data-testid="hub-visited">
      <p className="msg" data-tone="ok">
        <CheckCheck size={18} aria-hidden />
        <span>{t("hub-visited", { who, handed: visit.handed, received: visit.received })}</span>
      </p>
      {visit.files_handed + visit.files_received > 0 && (
        <p data-testid="hub-visited-files">
          {t("hub-visited-files", { handed: visit.files_handed, received: visit.files_received })}
        </p>
      )}
      {visit.confirmed > 0 ? (
        <p>{t("hub-confirmed", { count: visit.confirmed })}</p>
      ) : (
        visit.handed + visit.files_handed > 0 && <p className="muted">{t("hub-not-confirmed")}</p>
      )}
      {(visit.refused > 0 || !visit.equal) && (
        <p className="msg mt-1" data-tone="warn">
          <CircleAlert size={17} aria-hidden />
          <span>
            {visit.refused > 0 ? t("hub-refused", { count: visit.refused }) : t("hub-differs")}
          </span>
        </p>
      )}
    </div>
  );
}
