import { CircleStop, ClipboardCopy, RefreshCw, Share2 } from "lucide-react";
import { useState } from "react";
import { faultOf, type HostFault, type HubServing, type HubView, host } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useAsk } from "../../parts/use-ask";

/** Makes this laptop a hub, and while it is one shows where, with which code, and who came. */
export function BeHub(props: { view: HubView; onView: (view: HubView) => void }) {
  const { t } = useText();
  const { serving } = props.view;
  const [working, setWorking] = useState(false);
  const [fault, setFault] = useState<HostFault | null>(null);
  const act = async (asked: () => Promise<HubView>) => {
    setWorking(true);
    setFault(null);
    try {
      props.onView(await asked());
    } catch (cause) {
      setFault(faultOf(cause));
    }
    setWorking(false);
  };
  return (
    <div className="mb-4" data-testid="hub-serve">
      <h3>{t("hub-be")}</h3>
      {serving ? (
        <>
          <Serving serving={serving} />
          <div className="flex flex-wrap gap-2 mt-2">
            <Button
              icon={<RefreshCw size={18} />}
              isDisabled={working}
              onPress={() => act(() => host().hubNewCode())}
              testid="hub-new-code"
            >
              {t("hub-new-code")}
            </Button>
            <Button
              icon={<CircleStop size={18} />}
              isDisabled={working}
              onPress={() => act(() => host().hubStop())}
              testid="hub-stop"
            >
              {t("hub-stop")}
            </Button>
          </div>
          <Guests view={props.view} />
        </>
      ) : (
        <>
          <p className="muted">{t("hub-be-text")}</p>
          <Button
            className="mt-2"
            icon={<Share2 size={18} />}
            isDisabled={working}
            onPress={() => act(() => host().hubServe())}
            testid="hub-start"
          >
            {working ? t("hub-starting") : t("hub-start")}
          </Button>
        </>
      )}
      {fault && (
        <div className="mt-2">
          <FaultPanel fault={fault} testid="hub-fault" />
        </div>
      )}
    </div>
  );
}

function Serving({ serving }: { serving: HubServing }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  const picture = useAsk(serving.code, () => host().hubPicture(serving.code));
  const copy = () => {
    navigator.clipboard?.writeText(serving.code).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="flex flex-wrap gap-4 mt-2" data-testid="hub-serving">
      {picture.data && (
        <svg
          className="hub-picture"
          role="img"
          aria-label={t("hub-picture")}
          viewBox={`-4 -4 ${picture.data.size + 8} ${picture.data.size + 8}`}
          data-testid="hub-picture"
        >
          <rect
            x={-4}
            y={-4}
            width={picture.data.size + 8}
            height={picture.data.size + 8}
            fill="#fff"
          />
          <path d={picture.data.path} fill="#000" />
        </svg>
      )}
      <div className="flex-1 min-w-48">
        <dl className="hub-facts">
          <dt>{t("hub-address")}</dt>
          {serving.addresses.map((address) => (
            <dd key={address} lang="en" data-testid="hub-address">
              {address}
            </dd>
          ))}
          <dt>{t("hub-code")}</dt>
          <dd className="hub-code" lang="en" data-testid="hub-code">
            {serving.short_code}
          </dd>
        </dl>
        <p className="muted">{t("hub-code-once")}</p>
        <p className="muted">{t("hub-stay")}</p>
        <Button
          look="quiet"
          className="mt-1"
          icon={<ClipboardCopy size={17} />}
          onPress={copy}
          testid="hub-copy"
        >
          {copied ? t("copied") : t("hub-copy")}
        </Button>
      </div>
    </div>
  );
}

function Guests({ view }: { view: HubView }) {
  const { t } = useText();
  return (
    <div className="mt-3">
      <h4>{t("hub-guests")}</h4>
      {view.guests.length === 0 ? (
        <p className="muted" data-testid="hub-no-guests">
          {t("hub-no-guests")}
        </p>
      ) : (
        <ul className="rows" data-testid="hub-guests">
          {view.guests.map((guest) => (
            <li key={guest.device} className="py-2">
              <span className="font-semibold">{guest.people.join(", ")}</span>{" "}
              <span className="muted">
                {t("hub-guest", { when: moment(guest.seen_at), count: guest.brought })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
