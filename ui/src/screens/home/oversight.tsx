import { ClipboardCheck, Inbox } from "lucide-react";
import { useNavigate } from "react-router";
import type { TeamLag } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Chip } from "../../parts/chips";

/** How many decisions wait for this person, and for how long. */
export function QueueCard(props: { waiting: number; oldest: number }) {
  const { t } = useText();
  const go = useNavigate();
  const none = props.waiting === 0;
  return (
    <section className="card queue-card" aria-labelledby="queue" data-testid="queue-card">
      <span className="way-mark">
        {none ? <Inbox size={24} aria-hidden /> : <ClipboardCheck size={24} aria-hidden />}
      </span>
      <div className="flex-1 min-w-0">
        <h2 id="queue">{t("queue-waiting", { count: props.waiting })}</h2>
        <p className="muted">
          {none ? t("queue-none-text") : t("queue-oldest", { days: props.oldest })}
        </p>
      </div>
      {!none && (
        <Button look="primary" onPress={() => go("/review")} testid="queue-start">
          {t("queue-start")}
        </Button>
      )}
    </section>
  );
}

export function Teams(props: { teams: TeamLag[] }) {
  const { t, number } = useText();
  const go = useNavigate();
  return (
    <section className="card card-pad" aria-labelledby="teams">
      <h2 id="teams">{t("teams-title")}</h2>
      <p className="muted mb-2">{t("teams-text")}</p>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t("team")}</th>
            <th scope="col" className="num">
              {t("teams-records")}
            </th>
            <th scope="col" className="num">
              {t("teams-waiting")}
            </th>
            <th scope="col">{t("teams-newest")}</th>
          </tr>
        </thead>
        <tbody>
          {props.teams.map(({ team, records, waiting, newest, days, late }) => (
            <tr key={team.id}>
              <th scope="row">
                <Button
                  look="link"
                  className="-ml-1.5 text-left justify-start"
                  onPress={() => go(`/records?team=${encodeURIComponent(team.id)}`)}
                >
                  {team.name}
                </Button>
              </th>
              <td className="num">{number(records)}</td>
              <td className="num">{number(waiting)}</td>
              <td>
                <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  {newest ? day(newest) : t("teams-nothing")}
                  {late && days !== null && <Chip tone="warn">{t("teams-silent", { days })}</Chip>}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
