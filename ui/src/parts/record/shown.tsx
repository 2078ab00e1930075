import type { RecordRow } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { titleOf } from "../words";
import { MASK } from "./masked";

export type Fact = "title" | "subtitle" | "date" | "place" | "people";

export function isMasked(row: RecordRow, fact: Fact): boolean {
  return row.masked.includes(fact);
}

/** A fact of a record's line, or its mask. Instead of a masked title stands the record's code. */
export function Shown(props: { row: RecordRow; fact: Fact }) {
  const { t, number } = useText();
  const { row, fact } = props;
  const words: Record<Fact, string> = {
    title: titleOf(row),
    subtitle: row.subtitle,
    date: day(row.date),
    place: [row.adm2, row.adm1].filter(Boolean).join(", "),
    people: row.people === null ? "" : number(row.people),
  };
  if (!isMasked(row, fact) || fact === "title") return words[fact];
  return (
    <span className="masked">
      <span aria-hidden>{MASK}</span>
      <span className="only-spoken">{t("masked")}</span>
    </span>
  );
}
