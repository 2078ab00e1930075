import { ClipboardCopy, RotateCcw, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { type Code, faultOf, type HostFault } from "../host";
import { useText } from "../locales/text";
import { Button } from "./button";
import { useTell } from "./notices";

/** What happened, what was kept and what to do, for every code. */
const words: Record<Code, string> = {
  no_laptop: "fault-no-laptop",
  already_set_up: "fault-already-set-up",
  locked: "fault-locked",
  wrong_passphrase: "fault-wrong-passphrase",
  wait_before_trying: "fault-wait-before-trying",
  weak_passphrase: "fault-weak-passphrase",
  wrong_recovery_code: "fault-wrong-recovery-code",
  in_use: "fault-in-use",
  newer_database: "fault-newer-database",
  damaged: "fault-damaged",
  disk_full: "fault-disk-full",
  read_only: "fault-read-only",
  unwritable: "fault-unwritable",
  not_allowed: "fault-not-allowed",
  own_record: "fault-own-record",
  wrong_state: "fault-wrong-state",
  comment_needed: "fault-comment-needed",
  rule_stops: "fault-rule-stops",
  not_found: "fault-not-found",
  not_valid: "fault-not-valid",
  bad_input: "fault-bad-input",
  file_kind: "fault-file-kind",
  file_too_large: "fault-file-too-large",
  file_damaged: "fault-file-damaged",
  no_position: "fault-no-position",
  wrong_encoding: "fault-wrong-encoding",
  bad_invitation: "fault-bad-invitation",
  no_code_seen: "fault-no-code-seen",
  offline: "fault-offline",
  not_the_centre: "fault-not-the-centre",
  barred: "fault-barred",
  centre_busy: "fault-centre-busy",
  centre_broken: "fault-centre-broken",
  too_large_on_the_way: "fault-too-large-on-the-way",
  centre_full: "fault-centre-full",
  no_centre: "fault-no-centre",
  hub_offline: "fault-hub-offline",
  hub_full: "fault-hub-full",
  hub_too_large: "fault-hub-too-large",
  hub_broken: "fault-hub-broken",
  not_the_hub: "fault-not-the-hub",
  hub_refused: "fault-hub-refused",
  bad_hub_code: "fault-bad-hub-code",
  cancelled: "fault-cancelled",
  stick_cut: "fault-stick-cut",
  stick_damaged: "fault-stick-damaged",
  stick_not_for_us: "fault-stick-not-for-us",
  stick_passphrase: "fault-stick-passphrase",
  stick_barred: "fault-stick-barred",
  stick_small: "fault-stick-small",
  month_parts: "fault-month-parts",
  misused: "fault-misused",
  other: "fault-other",
};

export function faultKey(code: Code): string {
  return words[code] ?? "fault-other";
}

/** Tells in passing what went wrong, in the words of its code. */
export function useTellFault(): (cause: unknown) => void {
  const { t } = useText();
  const tell = useTell();
  return (cause) => tell(t(faultKey(faultOf(cause).code)), { tone: "info" });
}

/** A failed command in the person's words, with the details for support behind a button. */
export function FaultPanel(props: { fault: HostFault; retry?: () => void; testid?: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    const details = `${props.fault.code}: ${props.fault.message}`;
    navigator.clipboard?.writeText(details).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div
      className="banner"
      data-tone="bad"
      role="alert"
      data-testid={props.testid ?? "fault"}
      data-code={props.fault.code}
    >
      <p className="msg" data-tone="bad">
        <TriangleAlert size={18} aria-hidden />
        <span>{t(faultKey(props.fault.code))}</span>
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        {props.retry && (
          <Button icon={<RotateCcw size={17} />} onPress={props.retry} testid="fault-retry">
            {t("try-again")}
          </Button>
        )}
        <Button look="quiet" icon={<ClipboardCopy size={17} />} onPress={copy}>
          {copied ? t("copied") : t("copy-details")}
        </Button>
      </div>
    </div>
  );
}
