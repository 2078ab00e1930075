import { Check, Info, X } from "lucide-react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from "react";
import { useText } from "../locales/text";
import { Button } from "./button";

interface Notice {
  id: number;
  text: string;
  tone: "ok" | "info";
  /** Takes the place of the same words: five records finished in a row are told of once. */
  once?: boolean;
  action?: { text: string; run: () => void; testid?: string };
}

type Tell = (text: string, more?: Partial<Omit<Notice, "id" | "text">>) => void;

const NoticeContext = createContext<Tell>(() => {});
const STAYS_MS = 7000;

/** Short news at the foot of the window: never blocks, leaves by itself, may offer an undo. */
export function Notices(props: { children: ReactNode }) {
  const { t } = useText();
  const [notices, setNotices] = useState<Notice[]>([]);
  const next = useRef(1);
  const drop = useCallback((id: number) => setNotices((all) => all.filter((n) => n.id !== id)), []);
  const tell = useCallback<Tell>(
    (text, more) => {
      const id = next.current;
      next.current += 1;
      setNotices((all) => {
        const others = more?.once ? all.filter((notice) => notice.text !== text) : all;
        return [...others.slice(-2), { id, text, tone: "ok", ...more }];
      });
      window.setTimeout(() => drop(id), STAYS_MS);
    },
    [drop],
  );
  const value = useMemo(() => tell, [tell]);
  return (
    <NoticeContext value={value}>
      {props.children}
      <div className="notices" role="status" aria-live="polite">
        {notices.map((notice) => (
          <div className="notice" key={notice.id} data-testid="notice">
            {notice.tone === "ok" ? (
              <Check size={18} aria-hidden />
            ) : (
              <Info size={18} aria-hidden />
            )}
            <span className="flex-1">{notice.text}</span>
            {notice.action && (
              <Button
                look="link"
                testid={notice.action.testid}
                onPress={() => {
                  notice.action?.run();
                  drop(notice.id);
                }}
              >
                {notice.action.text}
              </Button>
            )}
            <Button
              look="quiet"
              square
              aria-label={t("close")}
              onPress={() => drop(notice.id)}
              icon={<X size={17} />}
            />
          </div>
        ))}
      </div>
    </NoticeContext>
  );
}

export function useTell(): Tell {
  return useContext(NoticeContext);
}
