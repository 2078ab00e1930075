import { Check, MessageSquareText } from "lucide-react";
import type { CommentView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Chip } from "../chips";

/** Words at a question, a reviewer's or the answer to them, with who wrote them and when. */
export function CommentLine(props: { comment: CommentView; labelled?: boolean }) {
  const { t } = useText();
  const { comment } = props;
  return (
    <span className="comment-line">
      <MessageSquareText size={16} aria-hidden />
      <span>
        {props.labelled && comment.label && (
          <span className="block font-semibold">{comment.label}</span>
        )}
        {comment.fixed && (
          <Chip tone="ok" icon={<Check size={14} aria-hidden />}>
            {t("reply-fixed")}
          </Chip>
        )}
        {comment.text && <span className="block">{comment.text}</span>}
        <span className="muted">
          {[comment.by, moment(comment.at)].filter(Boolean).join(" · ")}
        </span>
      </span>
    </span>
  );
}
