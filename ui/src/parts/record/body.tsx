import { MessageSquarePlus, MessageSquareText, TriangleAlert } from "lucide-react";
import type { AnswerView, CommentView, ProblemView, ReasonView, RecordView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Chip, ConflictChip, DeliveryChip, ReviewChip } from "../chips";
import { classKey, titleOf } from "../words";
import { CommentLine } from "./comment";
import { Conflicts } from "./conflicts";
import { Contested } from "./contested";
import { MaskedLine, Unmask, useRevealed } from "./masked";
import { RecordFile } from "./record-file";

/** Title, states and origin of a record. */
export function RecordHead(props: { view: RecordView; level?: 1 | 2 }) {
  const { t } = useText();
  const { row, reference, version } = props.view;
  const Heading = props.level === 2 ? "h2" : "h1";
  return (
    <header>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <Heading className="record-title" data-testid="record-title">
          {titleOf(row)}
        </Heading>
        <span className="flex flex-wrap gap-1.5 pt-1" data-testid="record-states">
          <ReviewChip state={row.review} />
          <DeliveryChip state={row.delivery} />
          {row.conflict && <ConflictChip />}
        </span>
      </div>
      <p className="muted">
        {[row.form_title, reference, row.team, row.author].filter(Boolean).join(" · ")}
      </p>
      <p className="only-spoken">{t("record-version", { version })}</p>
    </header>
  );
}

interface BodyProps {
  view: RecordView;
  /** Lets a reviewer write at a question. */
  onComment?: (answer: AnswerView) => void;
  onSettle?: () => void;
  withoutProblems?: boolean;
  /** Level of the headings below the record's own. */
  level?: 2 | 3;
}

/** What a record says, and what is said about it. */
export function RecordBody(props: BodyProps) {
  const revealed = useRevealed(props.view);
  const { view } = revealed;
  const { t } = useText();
  const Heading = props.level === 3 ? "h3" : "h2";
  return (
    <div className="flex flex-col gap-4">
      <Unmask revealed={revealed} />
      <Contested contested={view.contested} level={props.level} />
      {view.conflicts.length > 0 && (
        <Conflicts conflicts={view.conflicts} onSettle={props.onSettle} level={props.level} />
      )}
      {!props.withoutProblems && <Problems view={view} />}
      <General comments={view.comments} />
      {view.sections.map((section, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections keep their order and may share a heading
        <section key={i} aria-label={section.label || t("answers")}>
          {section.label && <Heading className="answers-head">{section.label}</Heading>}
          <dl className="answers">
            {section.answers.map((answer) => (
              <Answer
                key={answer.path}
                record={view.row.record}
                answer={answer}
                comments={view.comments.filter((c) => c.path === answer.path)}
                problem={view.problems.some((p) => p.path === answer.path)}
                onComment={props.onComment}
                onReveal={revealed.reveal}
              />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function Answer(props: {
  record: string;
  answer: AnswerView;
  comments: CommentView[];
  problem: boolean;
  onComment?: (answer: AnswerView) => void;
  onReveal: (path: string) => void;
}) {
  const { t } = useText();
  const { answer, onComment } = props;
  const guarded = classKey(answer.class);
  return (
    <div
      className="answer"
      data-problem={props.problem || undefined}
      data-testid={`answer-${answer.path}`}
    >
      <dt>{answer.label}</dt>
      <dd>
        {answer.showing !== "open" ? (
          <MaskedLine answer={answer} onReveal={props.onReveal} />
        ) : answer.file ? (
          <RecordFile record={props.record} answer={answer} file={answer.file} />
        ) : (
          <span className="answer-value">{answer.value}</span>
        )}
        {guarded && (
          <span className="answer-class" title={t(guarded)}>
            {t(guarded)}
          </span>
        )}
        {props.comments.map((comment) => (
          <CommentLine key={`${comment.at} ${comment.text}`} comment={comment} />
        ))}
      </dd>
      {onComment && (
        <dd className="answer-do">
          {/* The page's own button: a record has one for each answer, and all of them are made anew with the next. */}
          <button
            type="button"
            className="btn btn-quiet btn-icon"
            aria-label={t("comment-at", { question: answer.label })}
            onClick={() => onComment(answer)}
            data-testid={`comment-at-${answer.path}`}
          >
            <MessageSquarePlus size={18} aria-hidden />
          </button>
        </dd>
      )}
    </div>
  );
}

/** What was said of the whole record, and of what rules found about it beside others. */
function General(props: { comments: CommentView[] }) {
  const general = props.comments.filter((c) => c.path === null);
  if (general.length === 0) return null;
  return (
    <div className="banner" data-tone="warn">
      {general.map((comment) => (
        <CommentLine
          key={`${comment.rule} ${comment.at} ${comment.text}`}
          comment={comment}
          labelled
        />
      ))}
    </div>
  );
}

const isFor = (problem: ProblemView) => (reason: ReasonView) =>
  reason.rule === problem.rule && reason.path === problem.path;

const severityKey = (problem: ProblemView) => {
  if (problem.severity === "error") return "severity-error";
  if (problem.severity === "info") return "severity-info";
  return problem.reason === null ? "severity-warning" : "severity-explained";
};

function Reason({ reason }: { reason: ReasonView }) {
  return (
    <span className="comment-line" data-testid={`reason-of-${reason.rule}-${reason.path}`}>
      <MessageSquareText size={16} aria-hidden />
      <span>
        <span className="block text-ink">{reason.text}</span>
        <span className="muted">{[reason.by, moment(reason.at)].filter(Boolean).join(" · ")}</span>
      </span>
    </span>
  );
}

/** Fired rules in plain words, and why they were taken to be right. */
export function Problems(props: { view: RecordView }) {
  const { t } = useText();
  const { problems, reasons } = props.view;
  // A reason stays with the record also when its warning is gone: corrected, or not a rule of this laptop.
  const others = reasons.filter((reason) => !problems.some((problem) => isFor(problem)(reason)));
  if (problems.length + others.length === 0) return null;
  return (
    <ul className="problems" aria-label={t("problems")}>
      {problems.map((problem) => {
        const tone = problem.severity === "error" ? "bad" : "warn";
        return (
          <li
            key={`${problem.path} ${problem.kind} ${problem.text}`}
            className="msg"
            data-tone={tone}
          >
            <TriangleAlert size={17} aria-hidden />
            <span>
              {problem.label && <span className="block font-semibold">{problem.label}</span>}
              <span className="text-ink">{problem.text}</span>
              {reasons.filter(isFor(problem)).map((reason) => (
                <Reason key={reason.text} reason={reason} />
              ))}
            </span>
            <span className="ml-auto">
              <Chip tone={tone}>{t(severityKey(problem))}</Chip>
            </span>
          </li>
        );
      })}
      {others.map((reason) => (
        <li key={`${reason.rule} ${reason.path}`} className="msg">
          <MessageSquareText size={17} aria-hidden />
          <span>
            {reason.label && <span className="block font-semibold">{reason.label}</span>}
            <span>{t("reason-of-rule", { rule: reason.rule })}</span>
            <Reason reason={reason} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What was found about a record beside others and warns yet, for whoever accepts it. */
export function OpenFindings({ view }: { view: RecordView }) {
  const { t } = useText();
  const open = view.open_findings.filter((finding) => finding.reason === null);
  if (open.length === 0) return null;
  return (
    <ul className="problems" aria-label={t("findings")} data-testid="open-findings">
      {open.map((finding) => (
        <li key={`${finding.rule} ${finding.text}`} className="msg" data-tone="warn">
          <TriangleAlert size={17} aria-hidden />
          <span>
            <span className="text-ink block">{finding.text}</span>
            <span className="muted">{t("finding-rule", { rule: finding.rule })}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
