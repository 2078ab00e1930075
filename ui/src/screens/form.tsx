import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { Filling } from "../form/filling";
import { type ConflictView, faultOf, type HostFault, host } from "../host";
import { useText } from "../locales/text";
import { FaultPanel } from "../parts/fault";
import { useTell } from "../parts/notices";
import { Answered, Loading } from "../parts/states";
import { useAsk } from "../parts/use-ask";

/** Starts a draft of a form and goes to it. */
export function NewForm() {
  const { form = "" } = useParams();
  const [params] = useSearchParams();
  const go = useNavigate();
  const begun = useRef<string | null>(null);
  const [fault, setFault] = useState<HostFault | null>(null);
  const link = params.get("link");
  useEffect(() => {
    // One visit makes one draft, however often the screen is painted.
    if (begun.current === form) return;
    begun.current = form;
    host()
      .draftNew(form, link)
      .then(
        (view) => go(`/draft/${view.draft}`, { replace: true }),
        (cause) => setFault(faultOf(cause)),
      );
  }, [form, link, go]);
  return <div className="page">{fault ? <FaultPanel fault={fault} /> : <Loading rows={6} />}</div>;
}

/** A draft, until it is finished or put aside. */
export function Form() {
  const { draft = "" } = useParams();
  const { t } = useText();
  const go = useNavigate();
  const tell = useTell();
  // The record screen hands over what is in conflict, so that it can be settled question by question.
  const { conflicts } = (useLocation().state ?? {}) as { conflicts?: ConflictView[] };
  const asked = useAsk(draft, () => host().draftOpen(draft));

  const finished = (record: string) => {
    go("/", { replace: true });
    tell(t("finished"), {
      once: true,
      action: {
        text: t("finished-see"),
        run: () => void go(`/record/${record}`),
        testid: "finished-see",
      },
    });
  };
  const discarded = (id: string) => {
    go("/", { replace: true });
    const restore = () =>
      void host()
        .draftRestore(id)
        .then((view) => go(`/draft/${view.draft}`));
    tell(t("discarded"), { action: { text: t("undo"), run: restore, testid: "discard-undo" } });
  };

  if (asked.data) {
    return (
      <Filling
        key={draft}
        first={asked.data}
        conflicts={conflicts}
        onFinished={finished}
        onDiscarded={discarded}
      />
    );
  }
  return (
    <div className="page">
      <Answered asked={asked} rows={6} title={t("form")}>
        {() => null}
      </Answered>
    </div>
  );
}
