import {
  ChartColumn,
  ClipboardCheck,
  FilePlus,
  FileText,
  House,
  LayoutList,
  Lock,
  RefreshCw,
  Search,
  Settings,
  Table2,
} from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useNavigate } from "react-router";
import { type FormCard, type Hit, host } from "../host";
import { useText } from "../locales/text";
import { useApp, useSession } from "./session";

interface Entry {
  id: string;
  icon: ReactNode;
  title: string;
  subtitle: string;
  run: () => void;
}

const WAIT_MS = 120;

/** Records found for the words, once typing pauses. */
function useHits(words: string): Hit[] {
  const [hits, setHits] = useState<Hit[]>([]);
  useEffect(() => {
    if (words.trim() === "") {
      setHits([]);
      return;
    }
    let gone = false;
    const timer = window.setTimeout(() => {
      host()
        .search(words)
        .then(
          (found) => !gone && setHits(found),
          () => !gone && setHits([]),
        );
    }, WAIT_MS);
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [words]);
  return hits;
}

function useFixedEntries(open: boolean): Entry[] {
  const { t } = useText();
  const go = useNavigate();
  const app = useApp();
  const session = useSession();
  const [forms, setForms] = useState<FormCard[]>([]);
  useEffect(() => {
    if (open && session.may_record)
      host()
        .home()
        .then(
          (home) => setForms(home.forms),
          () => {},
        );
  }, [open, session.may_record]);
  return useMemo(() => {
    const place = (id: string, icon: ReactNode, title: string, to: string) => ({
      id,
      icon,
      title,
      subtitle: t("palette-screen"),
      run: () => void go(to),
    });
    return [
      ...forms.map((form) => ({
        id: `new-${form.id}`,
        icon: <FilePlus size={18} />,
        title: t("palette-new", { form: form.title }),
        subtitle: t("palette-form"),
        run: () => void go(`/new/${form.id}`),
      })),
      place("home", <House size={18} />, t("nav-home"), "/"),
      place("records", <Table2 size={18} />, t("nav-records"), "/records"),
      ...(session.may_review
        ? [place("review", <ClipboardCheck size={18} />, t("nav-review"), "/review")]
        : []),
      place("reports", <ChartColumn size={18} />, t("nav-reports"), "/reports"),
      place("sync", <RefreshCw size={18} />, t("nav-sync"), "/sync"),
      ...(session.may_look_after
        ? [place("forms", <LayoutList size={18} />, t("nav-forms"), "/forms")]
        : []),
      place("settings", <Settings size={18} />, t("nav-settings"), "/settings"),
      {
        id: "lock",
        icon: <Lock size={18} />,
        title: t("lock"),
        subtitle: t("palette-action"),
        run: () => void host().lock().then(app.put),
      },
    ];
  }, [forms, t, go, app.put, session.may_review, session.may_look_after]);
}

/** Those whose title holds the words; the ones that begin with them come first. */
function named(entries: Entry[], words: string): Entry[] {
  const at = (entry: Entry) => entry.title.toLocaleLowerCase().indexOf(words);
  const held = entries.filter((entry) => at(entry) >= 0);
  return [...held.filter((entry) => at(entry) === 0), ...held.filter((entry) => at(entry) > 0)];
}

/** Ctrl+K: records, forms, screens and actions in one box. */
export function Palette(props: { open: boolean; onClose: () => void }) {
  return (
    <ModalOverlay
      className="veil veil-top"
      isOpen={props.open}
      isDismissable
      onOpenChange={(open) => !open && props.onClose()}
    >
      <Modal className="contents">
        <PaletteBox onClose={props.onClose} />
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBox(props: { onClose: () => void }) {
  const { t } = useText();
  const go = useNavigate();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const hits = useHits(words);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  const fixed = useFixedEntries(true);
  const folded = words.trim().toLocaleLowerCase();
  const entries: Entry[] = [
    ...named(fixed, folded),
    ...hits.map((hit) => ({
      id: hit.record,
      icon: <FileText size={18} />,
      title: hit.title || hit.subtitle,
      subtitle: hit.subtitle,
      run: () => void go(`/record/${hit.record}`),
    })),
  ];
  const active = Math.min(at, entries.length - 1);
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    props.onClose();
    entry.run();
  };
  const hear = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((active + step + entries.length) % Math.max(entries.length, 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(entries[active]);
    }
  };
  const current = entries[active];
  useEffect(() => {
    if (current)
      document.getElementById(`palette-${current.id}`)?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  return (
    <Dialog className="palette" aria-label={t("search")} data-testid="palette">
      <div className="palette-box">
        <Search size={20} aria-hidden />
        <input
          autoFocus
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={current ? `palette-${current.id}` : undefined}
          aria-label={t("search")}
          placeholder={t("search-hint")}
          value={words}
          data-testid="search"
          onChange={(e) => {
            setWords(e.target.value);
            setAt(0);
          }}
          onKeyDown={hear}
        />
        <kbd aria-hidden>Esc</kbd>
      </div>
      <div
        id="palette-list"
        role="listbox"
        aria-label={t("search-results")}
        className="palette-list"
      >
        {entries.map((entry, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the box
          // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus
          <div
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            aria-selected={i === active}
            className="option"
            data-active={i === active}
            data-testid={`hit-${entry.id}`}
            onMouseMove={() => setAt(i)}
            onClick={() => choose(entry)}
          >
            {entry.icon}
            <span className="clip flex-1">{entry.title}</span>
            <span className="muted clip">{entry.subtitle}</span>
          </div>
        ))}
      </div>
      {entries.length === 0 && (
        <p className="muted px-4 pb-4" role="status">
          {t("search-nothing", { words })}
        </p>
      )}
    </Dialog>
  );
}
