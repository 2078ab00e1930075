import { type ReactNode, useId } from "react";

/** One matter of the settings: its heading, what it is about, and its controls. */
export function Section(props: {
  name: string;
  title: string;
  text?: string;
  action?: ReactNode;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <section
      className="card card-pad"
      aria-labelledby={id}
      data-setting={props.name}
      data-testid={`settings-${props.name}`}
    >
      <div className="card-head">
        <h2 id={id} tabIndex={-1} data-quiet-focus>
          {props.title}
        </h2>
        {props.action}
      </div>
      {props.text && <p className="muted mb-3">{props.text}</p>}
      {props.children}
    </section>
  );
}
