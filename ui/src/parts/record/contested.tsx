import { GitFork } from "lucide-react";
import type { ContestedView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { didKey, roleKey } from "../words";
import { CommentLine } from "./comment";

/** Decisions that say the contrary of each other: who, when, with which words. Neither holds until a person decides. */
export function Contested(props: { contested: ContestedView[]; level?: 2 | 3 }) {
  const { t } = useText();
  if (props.contested.length === 0) return null;
  const Heading = props.level === 3 ? "h3" : "h2";
  return (
    <section
      className="banner"
      data-tone="bad"
      data-testid="contested"
      aria-labelledby="contested-title"
    >
      <Heading id="contested-title">{t("contested-title")}</Heading>
      <p className="muted mb-2">{t("contested-text")}</p>
      <ul className="contested">
        {props.contested.map((one) => (
          <li key={one.revision} data-testid={`contested-${one.decision}`}>
            <GitFork size={17} aria-hidden />
            <div className="min-w-0">
              <p className="font-semibold">{t(didKey(one.decision), { who: one.who })}</p>
              <p className="muted">{[moment(one.at), t(roleKey(one.role))].join(" · ")}</p>
              {one.notes.map((note) => (
                <CommentLine key={`${note.path} ${note.text}`} comment={note} labelled />
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
