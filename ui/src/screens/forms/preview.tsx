import { Circle, Square } from "lucide-react";
import { useState } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { type FormPreview, host, type PreviewLine } from "../../host";
import { useText } from "../../locales/text";
import { Dialog } from "../../parts/dialog";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";

/** A form to be read through, in any of its languages; nothing can be filled. */
export function Preview(props: { form: string; version: string; onClose: () => void }) {
  const { t, language: mine } = useText();
  const [language, setLanguage] = useState(mine);
  const asked = useAsk(`${props.form} ${props.version} ${language}`, () =>
    host().formPreview(props.form, props.version, language),
  );
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={asked.data?.title ?? t("forms-preview")}
      wide
      testid="form-preview"
    >
      <p className="muted mb-3">{t("forms-preview-text")}</p>
      <Answered asked={asked} rows={8}>
        {(preview) => (
          <>
            {preview.languages.length > 1 && (
              <RadioGroup className="segments mb-3" value={preview.language} onChange={setLanguage}>
                <Label className="segments-label">{t("forms-preview-language")}</Label>
                <div className="segments-in">
                  {preview.languages.map((one) => (
                    <Radio
                      key={one.code}
                      value={one.code}
                      className="segment"
                      data-testid={`preview-${one.code}`}
                    >
                      {one.name}
                    </Radio>
                  ))}
                </div>
              </RadioGroup>
            )}
            {preview.untranslated > 0 && (
              <p className="msg mb-3" data-tone="warn" data-testid="preview-untranslated">
                {t("forms-untranslated", { count: preview.untranslated })}
              </p>
            )}
            <Lines preview={preview} />
          </>
        )}
      </Answered>
    </Dialog>
  );
}

function Lines({ preview }: { preview: FormPreview }) {
  return (
    <ol className="preview" data-testid="preview-lines">
      {preview.lines.map((line) => (
        <li
          key={line.path}
          className="preview-line"
          data-kind={line.kind}
          style={{ marginInlineStart: `${Math.min(line.depth, 4)}rem` }}
          lang={line.untranslated ? undefined : preview.language}
        >
          <Line line={line} />
        </li>
      ))}
    </ol>
  );
}

function Line({ line }: { line: PreviewLine }) {
  const { t, language } = useText();
  const heading = line.kind === "group" || line.kind === "repeat";
  const several = line.kind === "select_multiple";
  const marks = [
    line.required ? t("required") : "",
    line.conditional ? t("forms-conditional") : "",
    line.kind === "repeat" ? t("forms-repeated") : "",
    line.untranslated ? t("forms-not-translated") : "",
  ].filter(Boolean);
  const left = line.choice_count - line.choices.length;
  return (
    <>
      <p className={heading ? "font-semibold text-accent" : "font-semibold"}>
        {line.label || <span className="muted">{line.path}</span>}
      </p>
      {line.hint && <p className="hint">{line.hint}</p>}
      {marks.length > 0 && (
        <p className="preview-marks" lang={language}>
          {marks.map((mark) => (
            <span key={mark} className="chip">
              {mark}
            </span>
          ))}
        </p>
      )}
      {line.choices.length > 0 && (
        <ul className="preview-choices">
          {line.choices.map((choice, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: labels may repeat and never move
            <li key={at}>
              {several ? <Square size={16} aria-hidden /> : <Circle size={16} aria-hidden />}
              <span>{choice}</span>
            </li>
          ))}
          {left > 0 && (
            <li className="muted" lang={language}>
              {t("forms-more-choices", { count: left })}
            </li>
          )}
        </ul>
      )}
    </>
  );
}
