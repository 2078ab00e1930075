import { HostFault, type ImportReport } from "../../host";

/** What becomes of a table: each line a record, a line with `?` in it rejected. */
export function imported(text: string, form: string, dry: boolean): ImportReport {
  const [head, ...lines] = text.split("\n").filter((line) => line !== "");
  if (!head)
    throw new HostFault("bad_input", "line 1: there are no headings; nothing was imported");
  const wrong = lines.flatMap((line, at) =>
    line.includes("?") ? [{ row: at + 2, form, column: head, why: "“?” is not a number" }] : [],
  );
  return {
    rows: lines.length,
    made: { [form]: lines.length - wrong.length },
    known: {},
    joined: {},
    rejected: wrong,
    dry_run: dry,
    stopped: false,
  };
}
