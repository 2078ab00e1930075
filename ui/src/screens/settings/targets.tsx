import { Target, Upload } from "lucide-react";
import { host, type TargetRow } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useSession } from "../../parts/session";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { Section } from "./section";

/** What donors ask of projects: what is set, and a new table of it. */
export function TargetsSection() {
  const { t } = useText();
  const tell = useTell();
  const session = useSession();
  const asked = useAsk("targets", () => host().targets(), ["records"]);
  const { busy, fault, run } = useWork(async () => {
    const count = await host().importTargets();
    if (count === null) return;
    tell(t("targets-set", { count }));
    asked.again();
  });
  return (
    <Section
      name="targets"
      title={t("targets")}
      text={t("targets-text")}
      action={
        session.may_look_after && (
          <Button
            icon={<Upload size={18} aria-hidden />}
            isDisabled={busy}
            onPress={() => void run()}
            testid="targets-import"
          >
            {t("targets-import")}
          </Button>
        )
      }
    >
      {fault && (
        <div className="mb-3">
          <FaultPanel fault={fault} />
        </div>
      )}
      <Answered asked={asked} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <Empty
              icon={<Target size={26} />}
              title={t("targets-none")}
              text={t("targets-none-text")}
            />
          ) : (
            <Table all={all} />
          )
        }
      </Answered>
    </Section>
  );
}

function Table({ all }: { all: TargetRow[] }) {
  const { t, number } = useText();
  return (
    <div className="wide-table">
      <table className="plain-table" data-testid="targets-table">
        <caption className="only-spoken">{t("targets")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("report-by-project")}</th>
            <th scope="col">{t("targets-what")}</th>
            <th scope="col" className="num">
              {t("targets-target")}
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={`${one.project} ${one.title}`}>
              <td>{one.project}</td>
              <td>{one.title}</td>
              <td className="num">{one.target === null ? "–" : number(one.target)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
