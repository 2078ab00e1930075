import { LayoutList, Upload } from "lucide-react";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { type FormLook, host, type InstalledForm } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { Looked } from "./looked";
import { Versions } from "./versions";

/** The forms of this laptop, for whoever looks after them. */
export function Forms() {
  const { t } = useText();
  const go = useNavigate();
  const tell = useTell();
  const { form = "" } = useParams();
  const shelf = useAsk("shelf", () => host().formShelf(), ["records"]);
  const [look, setLook] = useState<FormLook | null>(null);
  const choosing = useWork(async () => {
    const found = await host().lookAtForm();
    if (found) setLook(found);
  });
  const taking = useWork(async () => {
    const done = await host().formTake();
    tell(t("forms-taken", { form: done.title, version: done.version }));
    setLook(null);
    shelf.again();
    void go(`/forms/${done.id}`);
  });
  return (
    <div className="page-fill" data-testid="forms">
      <div className="flex flex-wrap items-center gap-3 mb-1">
        <h1 className="flex-1">{t("forms-title")}</h1>
        <Button
          look="primary"
          icon={<Upload size={18} />}
          isDisabled={choosing.busy}
          onPress={() => void choosing.run()}
          testid="form-import"
        >
          {choosing.busy ? t("forms-reading") : t("forms-import")}
        </Button>
      </div>
      <p className="muted mb-4">{t("forms-import-text")}</p>
      {choosing.fault && (
        <div className="mb-3">
          <FaultPanel fault={choosing.fault} />
        </div>
      )}
      <div className="shelf">
        <Answered asked={shelf} rows={6}>
          {(forms) => (
            <>
              <ShelfList forms={forms} chosen={form} />
              <div className="shelf-beside">
                {look ? (
                  <Looked
                    look={look}
                    busy={taking.busy}
                    fault={taking.fault}
                    onTake={() => void taking.run()}
                    onClose={() => setLook(null)}
                  />
                ) : (
                  <Beside forms={forms} chosen={form} onShelf={shelf.put} />
                )}
              </div>
            </>
          )}
        </Answered>
      </div>
    </div>
  );
}

function Beside(props: {
  forms: InstalledForm[];
  chosen: string;
  onShelf: (forms: InstalledForm[]) => void;
}) {
  const { t } = useText();
  const form = props.forms.find((one) => one.id === props.chosen);
  if (form) return <Versions key={form.id} form={form} onShelf={props.onShelf} />;
  return (
    <Empty
      icon={<LayoutList size={26} />}
      title={props.forms.length === 0 ? t("forms-none") : t("forms-choose")}
      text={props.forms.length === 0 ? t("forms-none-text") : t("forms-choose-text")}
    />
  );
}

function ShelfList(props: { forms: InstalledForm[]; chosen: string }) {
  const { t } = useText();
  const go = useNavigate();
  return (
    <nav className="card shelf-list" aria-label={t("forms-installed")}>
      <ul>
        {props.forms.map((form) => {
          const active = form.versions.find((version) => version.active);
          return (
            <li key={form.id}>
              <a
                href={`#/forms/${form.id}`}
                className="shelf-row"
                aria-current={form.id === props.chosen ? "true" : undefined}
                data-testid={`shelf-${form.id}`}
                onClick={(event) => {
                  event.preventDefault();
                  void go(`/forms/${form.id}`);
                }}
              >
                <span className="block font-semibold">{form.title}</span>
                <span className="flex flex-wrap items-center gap-x-3 muted">
                  {active ? (
                    <span>{t("forms-version", { version: active.version })}</span>
                  ) : (
                    <span className="chip" data-tone="warn">
                      {t("forms-not-in-use")}
                    </span>
                  )}
                  <span>{t("records-count", { count: form.records })}</span>
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
