import { LockOpen } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { type AppState, faultOf, HostFault, host } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { Entrance } from "../parts/entrance";
import { FaultPanel } from "../parts/fault";
import { LanguageChoice } from "../parts/look-settings";
import { PassphraseField } from "../parts/passphrase";
import { initials } from "../parts/person-menu";
import { Recover } from "../parts/recover";
import { useApp } from "../parts/session";

/** Seconds left until trying again is allowed. */
function useCountdown(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = window.setTimeout(() => setLeft(left - 1), 1000);
    return () => window.clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

export function Unlock() {
  const { t } = useText();
  const app = useApp();
  const { people, programme, trouble } = app.state;
  const [person, setPerson] = useState(people[0]?.id ?? "");
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<HostFault | null>(
    trouble ? new HostFault(trouble.code, trouble.message, trouble.wait_seconds) : null,
  );
  const [wait, setWait] = useCountdown();
  const [recovering, setRecovering] = useState(false);
  /** The arrow keys choose in passing: only a person who was pointed at is meant to type at once. */
  const passing = useRef(false);

  const enter = (state: AppState) => {
    // Whoever comes next starts at their own beginning, not where the one before stood.
    window.location.hash = "#/";
    app.put(state);
  };

  const open = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || wait > 0 || passphrase === "") return;
    setBusy(true);
    setFault(null);
    try {
      enter(await host().unlock(person, passphrase));
    } catch (cause) {
      const failed = faultOf(cause);
      setFault(failed);
      setWait(failed.waitSeconds ?? 0);
      setPassphrase("");
    }
    setBusy(false);
  };

  const simple = fault?.code === "wrong_passphrase" || fault?.code === "wait_before_trying";
  return (
    <Entrance testid="unlock-screen" corner={<LanguageChoice compact />}>
      <h1>{t("unlock-title")}</h1>
      <p className="text-ink-2 mb-5">{programme ?? ""}</p>
      <form className="flex flex-col gap-4" onSubmit={open}>
        <div
          onKeyDownCapture={() => (passing.current = true)}
          onPointerDownCapture={() => (passing.current = false)}
        >
          <RadioGroup
            className="people"
            aria-label={t("unlock-who")}
            value={person}
            onChange={(id) => {
              setPerson(id);
              setPassphrase("");
              setFault(null);
            }}
          >
            {people.map((p) => (
              <Radio key={p.id} value={p.id} className="person" data-testid={`person-${p.id}`}>
                <span className="avatar" aria-hidden>
                  {initials(p.name)}
                </span>
                <span className="clip">{p.name}</span>
              </Radio>
            ))}
          </RadioGroup>
        </div>
        <PassphraseField
          key={person}
          label={t("passphrase")}
          value={passphrase}
          onChange={setPassphrase}
          testid="unlock-passphrase"
          autoFocus={!passing.current}
        />
        <div role="alert" data-testid="unlock-trouble">
          {simple && wait > 0 && (
            <p className="msg" data-tone="bad">
              {t("unlock-wait", { seconds: wait })}
            </p>
          )}
          {simple && wait <= 0 && (
            <p className="msg" data-tone="bad">
              {t("fault-wrong-passphrase")}
            </p>
          )}
        </div>
        {fault && !simple && <FaultPanel fault={fault} />}
        <Button
          type="submit"
          look="primary"
          className="min-h-12"
          icon={<LockOpen size={18} />}
          isDisabled={busy || wait > 0 || passphrase === ""}
          testid="unlock"
        >
          {busy ? t("unlock-busy") : t("unlock-do")}
        </Button>
        <p className="muted">{t("unlock-forgotten")}</p>
        <Button look="quiet" onPress={() => setRecovering(true)} testid="unlock-forgot">
          {t("recover-open")}
        </Button>
      </form>
      {recovering && (
        <Recover
          person={person}
          name={people.find((p) => p.id === person)?.name ?? ""}
          onClose={() => setRecovering(false)}
          onOpened={enter}
        />
      )}
    </Entrance>
  );
}
