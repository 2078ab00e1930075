import { useId, useState } from "react";
import { useText } from "../locales/text";
import { useSheet } from "./context";

/** Signs that an answer to a reviewer may have. */
const REPLY_MAX = 2000;

/** What is answered to a reviewer: that it is mended, in words, or both. It goes with the record when it is submitted. */
export function ReplyBox({ path, rule = null }: { path: string | null; rule?: string | null }) {
  const { t } = useText();
  const sheet = useSheet();
  const id = useId();
  const [given, setGiven] = useState(() => {
    const kept = sheet.view.replies.find((reply) => reply.path === path && reply.rule === rule);
    return { fixed: kept?.fixed ?? false, text: kept?.text ?? "" };
  });
  const put = (next: typeof given, atOnce: boolean) => {
    setGiven(next);
    sheet.reply({ path, rule }, next.fixed, next.text, atOnce);
  };
  const name = path ?? rule ?? "record";
  return (
    <div className="q-reply" data-testid={`reply-${name}`}>
      <label className="q-reply-fixed">
        <input
          type="checkbox"
          checked={given.fixed}
          data-testid={`fixed-${name}`}
          onChange={(e) => put({ ...given, fixed: e.target.checked }, true)}
        />
        {t("reply-fixed")}
      </label>
      <label className="only-spoken" htmlFor={id}>
        {t("reply-words")}
      </label>
      <input
        id={id}
        className="input"
        value={given.text}
        maxLength={REPLY_MAX}
        placeholder={t("reply-words")}
        autoComplete="off"
        data-testid={`reply-words-${name}`}
        onChange={(e) => put({ ...given, text: e.target.value }, false)}
        onBlur={() => void sheet.pen.flush()}
      />
    </div>
  );
}
