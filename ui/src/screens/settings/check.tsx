import { CircleAlert, CircleCheck, ClipboardCopy, Stethoscope } from "lucide-react";
import { useState } from "react";
import { type DoctorView, host } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useWork } from "../../parts/use-work";
import { Section } from "./section";

/** What support needs to know; the program's own lines, which hold no personal data. */
async function details(found: DoctorView): Promise<string> {
  const about = await host().about();
  const lines = found.findings.map((f) => `${f.fine ? "ok" : "ATTENTION"}: ${f.text}`);
  return [`Sala ${about.version} on ${about.system}`, ...lines].join("\n");
}

/** The check of the store, and its lines for support. */
export function CheckSection() {
  const { t } = useText();
  const tell = useTell();
  const [found, setFound] = useState<DoctorView | null>(null);
  const { busy, fault, run } = useWork(async () => setFound(await host().doctor()));
  const copying = useWork(async () => {
    if (!found) return;
    await navigator.clipboard.writeText(await details(found));
    tell(t("copied"));
  });
  const failed = fault ?? copying.fault;
  return (
    <Section name="check" title={t("settings-check")} text={t("settings-check-text")}>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<Stethoscope size={18} />}
          isDisabled={busy}
          onPress={() => void run()}
          testid="doctor"
        >
          {busy ? t("working") : t("doctor")}
        </Button>
        {found && (
          <Button
            look="quiet"
            icon={<ClipboardCopy size={18} />}
            isDisabled={copying.busy}
            onPress={() => void copying.run()}
            testid="doctor-copy"
          >
            {t("settings-check-copy")}
          </Button>
        )}
      </div>
      <div role="status">
        {found && (
          <div className="mt-3" data-testid="doctor-found">
            <p className="font-semibold mb-1">
              {found.clean ? t("doctor-clean") : t("doctor-found")}
            </p>
            <ul className="rows">
              {found.findings.map((finding) => (
                <li key={finding.text} className="msg py-2" data-tone={finding.fine ? "ok" : "bad"}>
                  {finding.fine ? (
                    <CircleCheck size={18} aria-hidden />
                  ) : (
                    <CircleAlert size={18} aria-hidden />
                  )}
                  <span className="text-ink" lang="en">
                    {finding.text}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {failed && (
        <div className="mt-3">
          <FaultPanel fault={failed} />
        </div>
      )}
    </Section>
  );
}
