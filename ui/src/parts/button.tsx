import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components";

export type Look = "plain" | "primary" | "danger" | "quiet" | "link";

const looks: Record<Look, string> = {
  plain: "btn",
  primary: "btn btn-primary",
  danger: "btn btn-danger",
  quiet: "btn btn-quiet",
  link: "btn btn-link",
};

export interface Props extends Omit<ButtonProps, "className" | "children"> {
  look?: Look;
  /** An icon before the words. */
  icon?: ReactNode;
  children?: ReactNode;
  /** Only an icon is seen; `aria-label` says what it does. */
  square?: boolean;
  className?: string;
  testid?: string;
}

export function Button({
  look = "plain",
  icon,
  children,
  square,
  className,
  testid,
  ...rest
}: Props) {
  const names = [looks[look], square ? "btn-icon" : "", className ?? ""].join(" ").trim();
  return (
    <AriaButton {...rest} className={names} data-testid={testid}>
      {icon}
      {children}
    </AriaButton>
  );
}
