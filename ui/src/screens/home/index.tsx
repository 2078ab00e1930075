import { type Home as HomeView, host } from "../../host";
import { day } from "../../locales/dates";
import { useText } from "../../locales/text";
import { NothingLost } from "../../parts/nothing-lost";
import { useSession } from "../../parts/session";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { NewButtons } from "./new-buttons";
import { QueueCard, Teams } from "./oversight";
import { Aside, Drafts, Returned, Today } from "./own-work";

export function Home() {
  const { t } = useText();
  const asked = useAsk("home", () => host().home(), ["drafts", "records", "delivery"]);
  return (
    <div className="page" data-testid="home">
      <Answered asked={asked} rows={8} title={t("nav-home")}>
        {(home) => <HomeOf home={home} />}
      </Answered>
    </div>
  );
}

/** Noon and evening by the laptop's clock. */
const NOON = 12;
const EVENING = 17;

function greetingKey(hour: number): string {
  if (hour < NOON) return "greeting-morning";
  return hour < EVENING ? "greeting-afternoon" : "greeting-evening";
}

function HomeOf(props: { home: HomeView }) {
  const { home } = props;
  const { t, weekday } = useText();
  const session = useSession();
  const oversees = session.may_review;
  return (
    <>
      <header className="mb-4">
        <h1>{t(greetingKey(home.hour), { name: home.name })}</h1>
        <p className="text-ink-2">
          {t("home-day", {
            weekday: weekday(home.today),
            day: day(home.today),
            today: home.today_records.length,
            week: home.week_count,
          })}
        </p>
      </header>
      <div className="home-grid">
        <div className="flex flex-col gap-4 min-w-0">
          {oversees && <QueueCard waiting={home.queue_waiting} oldest={home.queue_oldest_days} />}
          {session.may_record && <NewButtons forms={home.forms} />}
          {home.returned.length > 0 && <Returned rows={home.returned} />}
          {oversees && home.teams.length > 0 && <Teams teams={home.teams} />}
          {(session.may_record || home.today_records.length > 0) && (
            <Today rows={home.today_records} sums={home.sums} />
          )}
        </div>
        <div className="flex flex-col gap-4 min-w-0">
          {home.drafts.length > 0 && <Drafts drafts={home.drafts} />}
          {home.aside.length > 0 && <Aside drafts={home.aside} />}
          <NothingLost counts={home.counts} compared={home} hasCentre={session.has_centre} />
        </div>
      </div>
    </>
  );
}
