import { CircleCheck, Download, Info, TriangleAlert } from "lucide-react";
import type { FormFinding, FormLook, HostFault } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";

/** Findings that are listed; a form with more has one cause for most of them. */
const FINDINGS_SHOWN = 200;

const news: Record<string, string> = {
  form: "forms-news-form",
  version: "forms-news-version",
  installed: "forms-news-installed",
  differs: "forms-news-differs",
};

/** A form file before it is installed: what is wrong in it, by sheet, row and column, and what it changes. */
export function Looked(props: {
  look: FormLook;
  busy: boolean;
  fault: HostFault | null;
  onTake: () => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const { look } = props;
  const errors = look.findings.filter((finding) => finding.severity === "error").length;
  const warnings = look.findings.length - errors;
  const known = look.id !== "";
  return (
    <section className="card card-pad" aria-labelledby="looked" data-testid="form-looked">
      <h2 id="looked" className="text-lg" tabIndex={-1}>
        {known ? t("forms-look", { form: look.title, version: look.version }) : look.source_name}
      </h2>
      {known && <p className="muted mb-3">{t("forms-look-file", { name: look.source_name })}</p>}
      {known && (
        <p className="mb-3 flex flex-wrap gap-x-4 text-[0.9375rem]">
          <span>{t("forms-questions", { count: look.questions })}</span>
          <span>{look.languages.map((one) => one.name).join(" · ")}</span>
        </p>
      )}
      <Verdict look={look} />
      {look.findings.length > 0 && (
        <>
          <h3 className="mt-4">{t("forms-findings")}</h3>
          <p className="muted mb-2">
            <span data-testid="form-errors">{t("forms-errors", { count: errors })}</span>
            {" · "}
            <span data-testid="form-warnings">{t("forms-warnings", { count: warnings })}</span>
            {" · "}
            <span>{t("forms-findings-text")}</span>
          </p>
          <Findings findings={look.findings} />
        </>
      )}
      {known && look.news !== "form" && <Changes changes={look.changes} />}
      {props.fault && (
        <div className="mt-3">
          <FaultPanel fault={props.fault} />
        </div>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        {look.usable && (
          <Button
            look="primary"
            icon={<Download size={18} />}
            isDisabled={props.busy}
            onPress={props.onTake}
            testid="form-take"
          >
            {props.busy ? t("working") : t("forms-take")}
          </Button>
        )}
        <Button look="quiet" onPress={props.onClose} testid="form-look-close">
          {look.usable ? t("cancel") : t("close")}
        </Button>
      </div>
    </section>
  );
}

function Verdict({ look }: { look: FormLook }) {
  const { t } = useText();
  if (!look.usable)
    return (
      <p className="banner msg" data-tone="bad" role="alert" data-testid="form-verdict">
        <TriangleAlert size={18} aria-hidden />
        <span>{look.news === "differs" ? t("forms-news-differs") : t("forms-unusable")}</span>
      </p>
    );
  return (
    <div role="status" data-testid="form-verdict">
      <p className="msg" data-tone="info">
        <Info size={18} aria-hidden />
        <span>{t(news[look.news] ?? "forms-news-form")}</span>
      </p>
      {look.findings.length === 0 && (
        <p className="msg mt-1" data-tone="ok">
          <CircleCheck size={18} aria-hidden />
          <span>{t("forms-clean")}</span>
        </p>
      )}
    </div>
  );
}

function Findings({ findings }: { findings: FormFinding[] }) {
  const { t } = useText();
  const left = findings.length - FINDINGS_SHOWN;
  return (
    <div className="wide-table">
      <table className="plain-table findings" data-testid="form-findings">
        <caption className="only-spoken">{t("forms-findings")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("column-state")}</th>
            <th scope="col">{t("forms-sheet")}</th>
            <th scope="col" className="num">
              {t("forms-row")}
            </th>
            <th scope="col">{t("forms-column")}</th>
            <th scope="col">{t("forms-finding")}</th>
          </tr>
        </thead>
        <tbody>
          {findings.slice(0, FINDINGS_SHOWN).map((finding, at) => {
            const error = finding.severity === "error";
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines that never move
              <tr key={at}>
                <td>
                  <span className="chip" data-tone={error ? "bad" : "warn"}>
                    {t(error ? "severity-error" : "severity-warning")}
                  </span>
                </td>
                <td>{finding.sheet || t("forms-whole-file")}</td>
                <td className="num">{finding.row}</td>
                <td lang="en">{finding.column}</td>
                <td lang="en">{finding.message}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {left > 0 && <p className="muted mt-2">{t("forms-findings-more", { count: left })}</p>}
    </div>
  );
}

function Changes({ changes }: { changes: string[] }) {
  const { t } = useText();
  return (
    <>
      <h3 className="mt-4 mb-1">{t("forms-changes")}</h3>
      {changes.length === 0 ? (
        <p className="muted">{t("forms-changes-none")}</p>
      ) : (
        <ul className="rows changes" data-testid="form-changes">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
    </>
  );
}
