import { MessageSquareText, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { NodeView } from "../host";
import { useText } from "../locales/text";
import { Apart } from "./apart";
import { widthOf } from "./appearance";
import { questionIds, useProblem, useSheet, useWarnings } from "./context";
import { FormPicture } from "./form-picture";
import { ReplyBox } from "./reply";
import { ReasonBox, WarningLine } from "./warning";

/** A question with its hint, its control, what is wrong with it and what a reviewer said. */
export function Question(props: {
  node: NodeView;
  children: ReactNode;
  /** The control is a group, which is named by the label's id and not by `for`. */
  grouped?: boolean;
}) {
  const { node, grouped } = props;
  const { t } = useText();
  const ids = questionIds(node.path);
  const label = (
    <>
      {node.label}
      {node.required && (
        <span className="q-required" title={t("required")}>
          <span aria-hidden> *</span>
          <span className="only-spoken">{t("required")}</span>
        </span>
      )}
    </>
  );
  const width = widthOf(node);
  return (
    <div className="q" data-path={node.path} style={width ? { flex: `${width} 1 0` } : undefined}>
      {grouped ? (
        <p className="label" id={ids.label}>
          {label}
        </p>
      ) : (
        <label className="label" id={ids.label} htmlFor={ids.input}>
          {label}
        </label>
      )}
      {node.hint && (
        <p className="hint" id={ids.hint}>
          {node.hint}
        </p>
      )}
      <Guidance text={node.guidance} />
      {node.image && <FormPicture name={node.image} alt={node.label} />}
      <div className="q-control">{props.children}</div>
      <ProblemLine node={node} />
      <Comments path={node.path} />
    </div>
  );
}

/** What is told to whoever asks for more than the hint. */
export function Guidance({ text }: { text: string }) {
  const { t } = useText();
  if (text === "") return null;
  return (
    <details className="guidance">
      <summary>{t("guidance")}</summary>
      <p>{text}</p>
    </details>
  );
}

export function ProblemLine(props: {
  node: NodeView;
  /** Lines of several questions stand below each other, and each says of which it is. */
  named?: boolean;
}) {
  const problem = useProblem(props.node);
  const warnings = useWarnings(props.node.path);
  const asking = warnings.filter((w) => w.asks_reason);
  return (
    <>
      <div aria-live="polite" id={questionIds(props.node.path).problem}>
        {problem && (
          <p className="msg q-problem" data-tone="bad" data-testid={`problem-${props.node.path}`}>
            <TriangleAlert size={17} aria-hidden />
            {props.named && <span className="font-semibold">{props.node.label}</span>}
            <span>{problem}</span>
          </p>
        )}
        {warnings
          .filter((w) => !w.asks_reason)
          .map((warning) => (
            <WarningLine key={`${warning.rule} ${warning.text}`} problem={warning} />
          ))}
      </div>
      {asking.map((warning) => (
        <div key={warning.rule} className="q-warning">
          <div aria-live="polite">
            <WarningLine problem={warning} />
          </div>
          <ReasonBox problem={warning} />
        </div>
      ))}
    </>
  );
}

/** What a reviewer said at a question, and what two people answered apart from each other. */
export function Comments(props: { path: string }) {
  const { comments } = useSheet();
  const { t } = useText();
  const here = comments.get(props.path) ?? [];
  const words = here.map((comment) => (
    <p
      className="q-comment"
      key={`${comment.at} ${comment.text}`}
      data-testid={`comment-${props.path}`}
    >
      <MessageSquareText size={17} aria-hidden />
      <span>
        <span className="only-spoken">{t("reviewer-says")}</span>
        {comment.fixed && <span className="block font-semibold">{t("reply-fixed")}</span>}
        {comment.text && <span className="block">{comment.text}</span>}
        <span className="muted">{comment.by}</span>
      </span>
    </p>
  ));
  return (
    <>
      <Apart path={props.path} />
      {words}
      {words.length > 0 && <ReplyBox path={props.path} />}
    </>
  );
}
