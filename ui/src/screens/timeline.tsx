import { CornerLeftUp, FilePlus, FileText, ListTree } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useNavigate, useParams } from "react-router";
import { host, type TimelineEntry, type Timeline as View } from "../host";
import { day } from "../locales/dates";
import { useText } from "../locales/text";
import { Back } from "../parts/back";
import { Button } from "../parts/button";
import { ConflictChip, DeliveryChip, ProblemChip, ReviewChip } from "../parts/chips";
import { keyOf } from "../parts/keys";
import { isMasked, Shown } from "../parts/record/shown";
import { Answered, Empty } from "../parts/states";
import { useAsk } from "../parts/use-ask";
import { isTyping, useKeys } from "../parts/use-keys";
import { titleOf } from "../parts/words";

/** The page of a person, an accident or a session: what happened, in its order. */
export function Timeline() {
  const { t } = useText();
  const { record = "" } = useParams();
  const asked = useAsk(record, () => host().timeline(record), ["records", "delivery"]);
  return (
    <div className="page" data-testid="timeline">
      <Answered asked={asked} rows={8} title={t("timeline")}>
        {(view) => <TimelineOf key={record} view={view} />}
      </Answered>
    </div>
  );
}

function TimelineOf({ view }: { view: View }) {
  const { t } = useText();
  const go = useNavigate();
  const { subject, merged, entries, forms, more } = view;
  const start = (form: string) => go(`/new/${form}?link=${subject.record}`);
  const [choosing, setChoosing] = useState(false);
  // N opens the list of forms; their figures start one at once.
  useKeys((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = keyOf(event);
    const form = forms[Number(key) - 1];
    if (form) {
      event.preventDefault();
      start(form.id);
    } else if (key === "n" && forms.length > 0) {
      event.preventDefault();
      setChoosing(true);
    }
  });
  return (
    <>
      <div className="flex items-center gap-2 mb-2">
        <Back />
      </div>
      <header className="card card-pad flex flex-wrap items-start gap-x-4 gap-y-3 mb-4">
        <div className="grow basis-64 min-w-0">
          <h1 className="record-title" data-testid="timeline-title">
            {titleOf(subject)}
          </h1>
          <p className="muted">
            {[
              subject.form_title,
              // Whoever may not see a name reads the code in its place.
              subject.reference === titleOf(subject) ? "" : subject.reference,
              subject.team,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
          {merged.length > 0 && (
            <p className="muted" data-testid="timeline-merged">
              {t("timeline-merged", { codes: merged.map((row) => row.reference).join(", ") })}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            icon={<FileText size={18} />}
            onPress={() => go(`/record/${subject.record}`)}
            testid="timeline-record"
          >
            {t("record-open")}
          </Button>
          {forms.length > 0 && (
            <MenuTrigger isOpen={choosing} onOpenChange={setChoosing}>
              <Button
                look="primary"
                icon={<FilePlus size={18} />}
                testid="timeline-new"
                aria-keyshortcuts="n"
              >
                {t("timeline-new")}
              </Button>
              <Popover className="popover" placement="bottom end">
                <Menu aria-label={t("timeline-new")} className="outline-none">
                  {forms.map((form, at) => (
                    <MenuItem
                      key={form.id}
                      id={form.id}
                      textValue={form.title}
                      className="option"
                      data-testid={`timeline-new-${form.id}`}
                      onAction={() => start(form.id)}
                    >
                      <span className="flex-1">{form.title}</span>
                      <kbd aria-hidden>{at + 1}</kbd>
                    </MenuItem>
                  ))}
                </Menu>
              </Popover>
            </MenuTrigger>
          )}
        </div>
      </header>
      {entries.length === 0 ? (
        <section className="card">
          <Empty
            icon={<ListTree size={26} />}
            title={t("timeline-empty")}
            text={t(forms.length > 0 ? "timeline-empty-text" : "timeline-empty-nothing")}
          />
        </section>
      ) : (
        <Entries entries={entries} more={more} />
      )}
    </>
  );
}

function Entries(props: { entries: TimelineEntry[]; more: number }) {
  const { t } = useText();
  const list = useRef<HTMLOListElement>(null);
  // The arrow keys walk through the records, like a list.
  const hear = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = links[at + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  return (
    <section className="card card-pad" aria-label={t("timeline")}>
      <ol className="life" ref={list} onKeyDown={hear}>
        {props.entries.map((entry) => (
          <Entry key={entry.row.record} entry={entry} />
        ))}
      </ol>
      {props.more > 0 && (
        <p className="muted pt-2" role="status">
          {t("timeline-more", { count: props.more })}
        </p>
      )}
    </section>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useText();
  const go = useNavigate();
  const { row, about } = entry;
  const when: ReactNode = isMasked(row, "date") ? <Shown row={row} fact="date" /> : day(row.date);
  return (
    <li className="life-entry" data-about={about || undefined} data-testid={`entry-${row.record}`}>
      <span className="life-date">{when || t("no-date")}</span>
      <span className="life-mark" aria-hidden>
        {about && <CornerLeftUp size={14} />}
      </span>
      <a
        className="life-what"
        href={`#/record/${row.record}`}
        onClick={(event) => {
          event.preventDefault();
          go(`/record/${row.record}`);
        }}
      >
        <span className="block font-semibold">{row.form_title}</span>
        <span className="block muted">
          <Shown row={row} fact="title" />
          {row.subtitle && (
            <>
              {" · "}
              <Shown row={row} fact="subtitle" />
            </>
          )}
        </span>
      </a>
      <span className="life-states">
        <ReviewChip state={row.review} />
        <DeliveryChip state={row.delivery} />
        {row.problems > 0 && <ProblemChip count={row.problems} />}
        {row.conflict && <ConflictChip />}
      </span>
    </li>
  );
}
