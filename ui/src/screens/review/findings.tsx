import { CircleAlert, Info, MapPin, MessageSquarePlus, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { host, type QualityFinding, type RecordRow } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { useTellFault } from "../../parts/fault";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { titleOf } from "../../parts/words";
import type { Kept } from "./ahead";

/** What the rules found that read a record together with others; nothing is shown when that is nothing. */
export function Findings(props: {
  record: string;
  ahead: Kept<QualityFinding[]>;
  onComment?: (rule: string) => void;
}) {
  const { record, ahead, onComment } = props;
  const { t } = useText();
  const asked = useAsk(
    `findings ${record}`,
    () => ahead.ask(record),
    ["records"],
    () => ahead.known(record),
  );
  if (asked.data?.length === 0 || (asked.loading && !asked.data)) return null;
  return (
    <section className="card card-pad" aria-labelledby="findings" data-testid="findings">
      <h2 id="findings" className="mb-1">
        {t("findings")}
      </h2>
      <Answered asked={asked} rows={2}>
        {(found) => (
          <ul className="problems">
            {found.map((finding) => (
              <One
                key={`${finding.rule} ${finding.ground} ${finding.text} ${finding.records.map((it) => it.record).join()}`}
                record={record}
                finding={finding}
                onComment={onComment}
              />
            ))}
          </ul>
        )}
      </Answered>
    </section>
  );
}

const tones = { error: "bad", warning: "warn" } as const;

/** One finding in words with the records that it speaks of; `record` is the one that is looked at. */
export function One(props: {
  record?: string;
  finding: QualityFinding;
  onComment?: (rule: string) => void;
}) {
  const { record = "", finding, onComment } = props;
  const { t } = useText();
  const tone = tones[finding.severity as keyof typeof tones] ?? "info";
  const Mark = tone === "bad" ? CircleAlert : tone === "warn" ? TriangleAlert : Info;
  return (
    <li className="msg" data-tone={tone} data-testid={`finding-${finding.ground}`}>
      <Mark size={17} aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="only-spoken">{t(severityKey(finding.severity))}: </span>
        <span className="text-ink block">{finding.text}</span>
        <span className="muted block">{t("finding-rule", { rule: finding.rule })}</span>
        {finding.records.length > 0 && (
          <ul className="rows mt-1" aria-label={t("finding-records")}>
            {finding.records.map((row) => (
              <Concerned key={row.record} row={row} to={wayTo(finding, record, row.record)}>
                {!record && finding.moves_to && (
                  <MovePlace record={row.record} title={titleOf(row)} />
                )}
              </Concerned>
            ))}
          </ul>
        )}
        {record && finding.moves_to && <MovePlace record={record} />}
        {finding.more > 0 && (
          <span className="muted block">{t("finding-more", { count: finding.more })}</span>
        )}
      </span>
      {onComment && (
        <Button
          look="quiet"
          square
          aria-label={t("finding-comment", { rule: finding.rule })}
          icon={<MessageSquarePlus size={18} />}
          onPress={() => onComment(finding.rule)}
          testid={`comment-on-${finding.ground}`}
        />
      )}
    </li>
  );
}

/** A record that the finding speaks of too, one step away. */
function Concerned(props: { row: RecordRow; to: string; children: ReactNode }) {
  const { row, to } = props;
  const go = useNavigate();
  return (
    <li className="neighbour">
      <a
        className="flex-1 min-w-0 text-ink"
        href={`#${to}`}
        onClick={(event) => {
          event.preventDefault();
          go(to);
        }}
      >
        <span className="min-w-0 flex-1 py-1">
          <span className="clip block">{titleOf(row)}</span>
          <span className="muted block">
            {[day(row.date), row.team].filter(Boolean).join(" · ")}
          </span>
        </span>
      </a>
      {props.children}
    </li>
  );
}

/** Opens the record with the place as it is listed now; nothing is saved until somebody finishes it. */
function MovePlace({ record, title }: { record: string; title?: string }) {
  const { t } = useText();
  const go = useNavigate();
  const tellFault = useTellFault();
  const work = useWork(async () => {
    try {
      go(`/draft/${(await host().recordMove(record)).draft}`);
    } catch (cause) {
      tellFault(cause);
    }
  });
  return (
    <Button
      icon={<MapPin size={18} aria-hidden />}
      onPress={() => void work.run()}
      isDisabled={work.busy}
      aria-label={title && t("moved-do-of", { title })}
      testid={`move-${record}`}
    >
      {t("moved-do")}
    </Button>
  );
}

/** Two records that look like one are compared side by side; every other record is shown whole. */
function wayTo(finding: QualityFinding, record: string, other: string): string {
  if (finding.ground !== "twice") return `/record/${other}`;
  const [low, high] = [record, other].sort();
  return `/review/doubles/${low}/${high}`;
}

function severityKey(severity: string) {
  if (severity === "error") return "finding-error";
  return severity === "warning" ? "finding-warning" : "finding-info";
}
