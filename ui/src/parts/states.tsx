import type { ReactNode } from "react";
import { useText } from "../locales/text";
import { FaultPanel } from "./fault";
import type { Asked } from "./use-ask";

/** Nothing is here, why that is so, and what to do next. */
export function Empty(props: {
  icon: ReactNode;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <div className="empty" data-testid="empty">
      <span className="empty-mark" aria-hidden>
        {props.icon}
      </span>
      <p className="font-semibold">{props.title}</p>
      <p className="muted max-w-md">{props.text}</p>
      {props.children && (
        <div className="mt-3 flex flex-wrap gap-2 justify-center">{props.children}</div>
      )}
    </div>
  );
}

export function Loading(props: { rows?: number }) {
  const { t } = useText();
  return (
    <div role="status" className="p-1" data-testid="loading">
      <span className="only-spoken">{t("loading")}</span>
      {Array.from({ length: props.rows ?? 4 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars without identity
        <div className="bone" key={row} style={{ width: `${92 - ((row * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

/** Shows the answer once it is here; until then that it is coming, or why it did not come. */
export function Answered<T>(props: {
  asked: Asked<T>;
  rows?: number;
  /** The screen's heading while its own is not there yet. */
  title?: string;
  children: (data: T) => ReactNode;
}) {
  const { data, fault, again } = props.asked;
  if (data !== null) return props.children(data);
  return (
    <>
      {props.title && <h1 className="only-spoken">{props.title}</h1>}
      {fault ? <FaultPanel fault={fault} retry={again} /> : <Loading rows={props.rows} />}
    </>
  );
}
