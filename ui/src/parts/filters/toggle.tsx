import { X } from "lucide-react";
import { Button } from "../button";

/** Narrows a list to what is so, or not. */
export function ToggleFilter(props: {
  name: string;
  id: string;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <Button
      className={props.on ? "filter filter-on" : "filter"}
      aria-pressed={props.on}
      onPress={() => props.onChange(!props.on)}
      testid={`filter-${props.id}`}
    >
      {props.name}
      {props.on && <X size={16} aria-hidden />}
    </Button>
  );
}
