import {
  CheckCheck,
  CloudOff,
  FlaskConical,
  HardDrive,
  Hourglass,
  Images,
  Laptop,
  RefreshCw,
  Usb,
} from "lucide-react";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { host, type Pill as PillView } from "../host";
import { clock, day, today } from "../locales/dates";
import { type Text, useText } from "../locales/text";
import { Button } from "./button";

const LOOK_AGAIN_MS = 60_000;

/** The pill's state, as it is now and as it moves. */
export function usePill(): PillView | null {
  const [pill, setPill] = useState<PillView | null>(null);
  useEffect(() => {
    let gone = false;
    const look = () =>
      host()
        .pill()
        .then(
          (now) => !gone && setPill(now),
          () => {},
        );
    look();
    // How old the oldest record is changes by itself.
    const timer = window.setInterval(look, LOOK_AGAIN_MS);
    const stops = [
      () => window.clearInterval(timer),
      host().onPill((now) => setPill(now)),
      host().onChanged((now) => (now.records || now.delivery) && look()),
    ];
    return () => {
      gone = true;
      for (const stop of stops) stop();
    };
  }, []);
  return pill;
}

function confirmedWords(at: string | null, t: Text["t"]): string {
  if (!at) return t("pill-confirmed");
  const when = { day: day(at), time: clock(at) };
  return when.day === day(today()) ? t("pill-confirmed-today", when) : t("pill-confirmed-at", when);
}

export function pillWords(pill: PillView, { t }: Text): string {
  const { waiting, done, total } = pill;
  switch (pill.state) {
    case "trial":
      return t("pill-trial");
    case "sending":
      return t("pill-sending", { done, total });
    case "offline":
      return waiting > 0 ? t("pill-offline-waiting", { waiting }) : t("pill-offline");
    case "full":
      return waiting > 0 ? t("pill-full-waiting", { waiting }) : t("pill-full");
    case "busy":
      return waiting > 0 ? t("pill-busy-waiting", { waiting }) : t("pill-busy");
    case "waiting":
      return t("pill-waiting", { waiting, days: pill.oldest_days });
    case "handed":
      return t("pill-handed", { waiting });
    case "files":
      return t("pill-files", { count: pill.files });
    case "confirmed":
      return confirmedWords(pill.confirmed_at, t);
    default:
      return t("pill-empty");
  }
}

function look(state: string) {
  switch (state) {
    case "trial":
      return { tone: "info", icon: <FlaskConical size={17} aria-hidden /> };
    case "sending":
      return { tone: "info", icon: <RefreshCw size={17} className="turning" aria-hidden /> };
    case "offline":
      return { tone: "warn", icon: <CloudOff size={17} aria-hidden /> };
    case "full":
      return { tone: "warn", icon: <HardDrive size={17} aria-hidden /> };
    case "busy":
      return { tone: "warn", icon: <Hourglass size={17} aria-hidden /> };
    case "waiting":
      return { tone: "warn", icon: <Laptop size={17} aria-hidden /> };
    case "handed":
      return { tone: "info", icon: <Usb size={17} aria-hidden /> };
    case "files":
      return { tone: "warn", icon: <Images size={17} aria-hidden /> };
    case "confirmed":
      return { tone: "ok", icon: <CheckCheck size={17} aria-hidden /> };
    default:
      return { tone: "plain", icon: <Laptop size={17} aria-hidden /> };
  }
}

/** Always visible, always true: where the work is. Leads to Sync. */
export function Pill() {
  const text = useText();
  const go = useNavigate();
  const pill = usePill();
  if (!pill) return null;
  const { tone, icon } = look(pill.state);
  const words = pillWords(pill, text);
  const needs = pill.needs_person > 0 && text.t("pill-needs", { count: pill.needs_person });
  const spoken = [words, needs].filter(Boolean).join(" ");
  return (
    <Button
      look="quiet"
      className="pill"
      testid="pill"
      onPress={() => go("/sync")}
      aria-label={text.t("pill-spoken", { words: spoken })}
    >
      <span className="pill-in" data-tone={tone} data-state={pill.state}>
        {icon}
        <span>{words}</span> {needs && <span className="pill-count">{needs}</span>}
      </span>
    </Button>
  );
}
