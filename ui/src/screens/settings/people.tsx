import { KeyRound, UserPlus } from "lucide-react";
import { useState } from "react";
import { host, type LaptopPerson } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { PersonTask, type Task } from "../../parts/person-tasks";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { roleKey } from "../../parts/words";
import { Section } from "./section";

/** Who may open this laptop. */
export function PeopleSection() {
  const { t } = useText();
  const [task, setTask] = useState<Task | null>(null);
  const people = useAsk("people", () => host().peopleHere(), ["delivery"]);
  const done = () => {
    setTask(null);
    people.again();
  };
  return (
    <Section name="people" title={t("settings-people")} text={t("settings-people-text")}>
      <Answered asked={people} rows={3}>
        {(list) => (
          <div className="wide-table">
            <table className="plain-table" data-testid="people-table">
              <caption className="only-spoken">{t("settings-people-caption")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("settings-name")}</th>
                  <th scope="col">{t("settings-role")}</th>
                  <th scope="col">{t("teams-title")}</th>
                </tr>
              </thead>
              <tbody>
                {list.map((person) => (
                  <PersonRow key={person.id} person={person} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button icon={<UserPlus size={18} />} onPress={() => setTask("add")} testid="person-add">
          {t("person-add")}
        </Button>
        <Button
          icon={<KeyRound size={18} />}
          onPress={() => setTask("passphrase")}
          testid="settings-passphrase"
        >
          {t("passphrase-change")}
        </Button>
      </div>
      {task && <PersonTask task={task} onClose={done} />}
    </Section>
  );
}

function PersonRow({ person }: { person: LaptopPerson }) {
  const { t } = useText();
  const teams = person.all_teams ? t("no-team") : person.teams.map((team) => team.name).join(" · ");
  return (
    <tr data-testid={`settings-person-${person.id}`}>
      <th scope="row">
        <span className="flex flex-wrap items-center gap-2">
          {person.name}
          {person.me && <span className="chip">{t("settings-me")}</span>}
          {!person.active && (
            <span className="chip" data-tone="warn">
              {t("settings-left")}
            </span>
          )}
        </span>
      </th>
      <td>{person.role ? t(roleKey(person.role)) : ""}</td>
      <td>{teams}</td>
    </tr>
  );
}
