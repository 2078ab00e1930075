import {
  Check,
  CheckCheck,
  CircleDashed,
  CornerUpLeft,
  Eye,
  Laptop,
  Lock,
  Send,
  Stamp,
  TriangleAlert,
  Undo2,
  Usb,
  X,
} from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../locales/text";

type Tone = "plain" | "ok" | "warn" | "bad" | "info";

export function Chip(props: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  testid?: string;
}) {
  return (
    <span className="chip" data-tone={props.tone ?? "plain"} data-testid={props.testid}>
      {props.icon}
      <span>{props.children}</span>
    </span>
  );
}

interface Look {
  key: string;
  tone: Tone;
  icon: ReactNode;
}

const size = 15;
const review: Record<string, Look> = {
  draft: { key: "review-draft", tone: "plain", icon: <CircleDashed size={size} /> },
  submitted: { key: "review-submitted", tone: "info", icon: <Send size={size} /> },
  returned: { key: "review-returned", tone: "warn", icon: <CornerUpLeft size={size} /> },
  verified: { key: "review-verified", tone: "info", icon: <Eye size={size} /> },
  approved: { key: "review-approved", tone: "ok", icon: <Stamp size={size} /> },
  locked: { key: "review-locked", tone: "ok", icon: <Lock size={size} /> },
  rejected: { key: "review-rejected", tone: "bad", icon: <X size={size} /> },
  withdrawn: { key: "review-withdrawn", tone: "plain", icon: <Undo2 size={size} /> },
};

const delivery: Record<string, Look> = {
  laptop: { key: "delivery-laptop", tone: "plain", icon: <Laptop size={size} /> },
  handed: { key: "delivery-handed", tone: "info", icon: <Usb size={size} /> },
  confirmed: { key: "delivery-confirmed", tone: "ok", icon: <CheckCheck size={size} /> },
};

export const reviewStates = Object.keys(review);
export const deliveryStates = Object.keys(delivery);

export function reviewKey(state: string): string {
  return review[state]?.key ?? "review-unknown";
}

export function deliveryKey(state: string): string {
  return delivery[state]?.key ?? "delivery-unknown";
}

function StateChip(props: { look: Look | undefined; fallback: string }) {
  const { t } = useText();
  return (
    <Chip tone={props.look?.tone} icon={props.look?.icon}>
      {t(props.look?.key ?? props.fallback)}
    </Chip>
  );
}

export function ReviewChip(props: { state: string }) {
  return <StateChip look={review[props.state]} fallback="review-unknown" />;
}

export function DeliveryChip(props: { state: string }) {
  return <StateChip look={delivery[props.state]} fallback="delivery-unknown" />;
}

export function ProblemChip(props: { count: number; tone?: Tone }) {
  const { t } = useText();
  if (props.count === 0) {
    return (
      <Chip tone="ok" icon={<Check size={size} />}>
        {t("problems-none")}
      </Chip>
    );
  }
  return (
    <Chip tone={props.tone ?? "warn"} icon={<TriangleAlert size={size} />}>
      {t("problems-count", { count: props.count })}
    </Chip>
  );
}

export function ConflictChip() {
  const { t } = useText();
  return (
    <Chip tone="bad" icon={<TriangleAlert size={size} />}>
      {t("conflict")}
    </Chip>
  );
}
