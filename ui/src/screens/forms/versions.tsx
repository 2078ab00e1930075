import { Archive, BookOpen, CircleCheck } from "lucide-react";
import { useState } from "react";
import { type FormVersion, faultOf, type HostFault, host, type InstalledForm } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { Preview } from "./preview";

/** One form: its versions, which of them is in use, and the way to read it through. */
export function Versions(props: {
  form: InstalledForm;
  onShelf: (forms: InstalledForm[]) => void;
}) {
  const { form, onShelf } = props;
  const { t } = useText();
  const tell = useTell();
  const [reading, setReading] = useState<string | null>(null);
  const active = form.versions.find((version) => version.active);
  const [fault, setFault] = useState<HostFault | null>(null);
  const [busy, setBusy] = useState(false);
  const put = async (ask: () => Promise<InstalledForm[]>) => {
    if (busy) return false;
    setBusy(true);
    setFault(null);
    const done = await ask().then(
      (forms) => {
        onShelf(forms);
        return true;
      },
      (cause) => {
        setFault(faultOf(cause));
        return false;
      },
    );
    setBusy(false);
    return done;
  };
  const use = async (version: string) => {
    if (await put(() => host().formActivate(form.id, version)))
      tell(t("forms-used-told", { form: form.title, version }));
  };
  const retire = async () => {
    if (!(await put(() => host().formRetire(form.id)))) return;
    const undo = active && {
      text: t("undo"),
      run: () => void put(() => host().formActivate(form.id, active.version)),
      testid: "form-retire-undo",
    };
    tell(t("forms-retired-told", { form: form.title }), { action: undo });
  };
  return (
    <section className="card card-pad" aria-label={form.title} data-testid="form-versions">
      <div className="card-head">
        <h2 className="text-lg">{form.title}</h2>
        {active && (
          <Button
            look="quiet"
            icon={<Archive size={18} />}
            isDisabled={busy}
            onPress={() => void retire()}
            testid="form-retire"
          >
            {t("forms-retire")}
          </Button>
        )}
      </div>
      <dl className="facts">
        <dt>{t("forms-languages")}</dt>
        <dd>{form.languages.map((one) => one.name).join(" · ")}</dd>
        <dt>{t("records-title")}</dt>
        <dd>{t("records-count", { count: form.records })}</dd>
      </dl>
      {fault && <FaultPanel fault={fault} />}
      <h3 className="mt-3 mb-1">{t("forms-versions")}</h3>
      <ul className="rows">
        {form.versions.map((version) => (
          <Version
            key={version.version}
            version={version}
            busy={busy}
            onUse={() => void use(version.version)}
            onRead={() => setReading(version.version)}
          />
        ))}
      </ul>
      {reading !== null && (
        <Preview form={form.id} version={reading} onClose={() => setReading(null)} />
      )}
    </section>
  );
}

function Version(props: {
  version: FormVersion;
  busy: boolean;
  onUse: () => void;
  onRead: () => void;
}) {
  const { t } = useText();
  const { version } = props;
  const which = (
    <span className="only-spoken">{t("forms-version", { version: version.version })}</span>
  );
  return (
    <li className="version-row" data-testid={`form-version-${version.version}`}>
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-2 font-semibold">
          {t("forms-version", { version: version.version })}
          {version.active && (
            <span className="chip" data-tone="ok">
              <CircleCheck size={14} aria-hidden />
              {t("forms-in-use")}
            </span>
          )}
        </span>
        <span className="flex flex-wrap gap-x-4 muted">
          <span>{moment(version.installed_at)}</span>
          <span>{version.source_name}</span>
        </span>
      </span>
      <Button
        look="quiet"
        icon={<BookOpen size={18} />}
        onPress={props.onRead}
        testid={`form-read-${version.version}`}
      >
        {t("forms-preview")}
        {which}
      </Button>
      {!version.active && (
        <Button
          isDisabled={props.busy}
          onPress={props.onUse}
          testid={`form-use-${version.version}`}
        >
          {t("forms-use")}
          {which}
        </Button>
      )}
    </li>
  );
}
