import { Eye, EyeOff } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { host, type StrengthView } from "../host";
import { useText } from "../locales/text";
import { Button } from "./button";
import { strengthKey } from "./words";

/** One passphrase, hidden unless asked for, with a word when Caps Lock is on. */
export function PassphraseField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  testid: string;
  hint?: string;
  autoFocus?: boolean;
  disabled?: boolean;
  fresh?: boolean;
}) {
  const { t } = useText();
  const id = useId();
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const hear = (event: KeyboardEvent) => setCaps(event.getModifierState("CapsLock"));
  return (
    <div>
      <label className="label" htmlFor={id}>
        {props.label}
      </label>
      {props.hint && <p className="hint mb-1">{props.hint}</p>}
      <div className="relative">
        <input
          id={id}
          className="input pr-12"
          type={shown ? "text" : "password"}
          value={props.value}
          // biome-ignore lint/a11y/noAutofocus: the one thing to do on this screen
          autoFocus={props.autoFocus}
          autoComplete={props.fresh ? "new-password" : "current-password"}
          spellCheck={false}
          disabled={props.disabled}
          data-testid={props.testid}
          onKeyDown={hear}
          onKeyUp={hear}
          onBlur={() => setCaps(false)}
          onChange={(e) => props.onChange(e.target.value)}
        />
        <Button
          look="quiet"
          square
          className="absolute right-0.5 top-0.5"
          aria-label={shown ? t("passphrase-hide") : t("passphrase-show")}
          onPress={() => setShown(!shown)}
          icon={shown ? <EyeOff size={18} /> : <Eye size={18} />}
        />
      </div>
      <p className="hint" role="status" style={{ minHeight: caps ? undefined : 0 }}>
        {caps ? t("caps-lock") : ""}
      </p>
    </div>
  );
}

const ASK_AFTER_MS = 150;

function useStrength(passphrase: string): StrengthView | null {
  const [strength, setStrength] = useState<StrengthView | null>(null);
  useEffect(() => {
    let gone = false;
    const timer = window.setTimeout(() => {
      host()
        .passphraseStrength(passphrase)
        .then(
          (answer) => !gone && setStrength(answer),
          () => {},
        );
    }, ASK_AFTER_MS);
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [passphrase]);
  return strength;
}

/** A new passphrase, typed twice, with its strength; gives null until it may be used. */
export function NewPassphrase(props: { onChange: (passphrase: string | null) => void }) {
  const { t } = useText();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const strength = useStrength(first);
  const { onChange } = props;
  const fits = Boolean(strength?.accepted) && first === second;
  useEffect(() => {
    onChange(fits ? first : null);
  }, [fits, first, onChange]);
  const score = first === "" ? 0 : (strength?.score ?? 0);
  const words = t(strengthKey(first === "" ? null : strength));
  return (
    <div className="flex flex-col gap-3">
      <div>
        <PassphraseField
          label={t("passphrase-new")}
          hint={t("passphrase-new-hint")}
          value={first}
          onChange={setFirst}
          testid="passphrase-new"
          fresh
        />
        <div className="strength" data-score={score} aria-hidden>
          <i />
          <i />
          <i />
          <i />
        </div>
        <p className="hint" role="status" data-testid="passphrase-strength">
          {words}
        </p>
      </div>
      <div>
        <PassphraseField
          label={t("passphrase-again")}
          value={second}
          onChange={setSecond}
          testid="passphrase-again"
          fresh
        />
        <p className="msg" data-tone="bad" role="status">
          {second !== "" && !first.startsWith(second) ? t("passphrase-differs") : ""}
        </p>
      </div>
    </div>
  );
}
