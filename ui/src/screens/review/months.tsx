import { CalendarCheck, Lock } from "lucide-react";
import { useState } from "react";
import { host, type MonthRow } from "../../host";
import { month } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useSession } from "../../parts/session";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { PartChoice } from "./part-choice";

/** How far the last months are, and the closing of each. */
export function Months() {
  const { t } = useText();
  const asked = useAsk("months", () => host().months(), ["records"]);
  return (
    <div className="page" data-testid="months">
      <h1>{t("months-title")}</h1>
      <PartChoice />
      <p className="muted mb-3">{t("months-text")}</p>
      <Answered asked={asked} rows={6}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty
              icon={<CalendarCheck size={26} />}
              title={t("months-empty")}
              text={t("months-empty-text")}
            />
          ) : (
            <Table rows={rows} />
          )
        }
      </Answered>
    </div>
  );
}

function Table({ rows }: { rows: MonthRow[] }) {
  const { t, number } = useText();
  const session = useSession();
  const [asking, setAsking] = useState<MonthRow | null>(null);
  const mayLock = session.role === "supervisor";
  return (
    <div className="card card-pad">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t("month")}</th>
            <th scope="col">{t("team")}</th>
            <th scope="col" className="num">
              {t("months-open")}
            </th>
            <th scope="col" className="num">
              {t("review-approved")}
            </th>
            <th scope="col" className="num">
              {t("review-locked")}
            </th>
            {mayLock && (
              <th scope="col">
                <span className="only-spoken">{t("move-lock")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={`${row.month} ${row.team.id}`}
              data-testid={`month-${row.month}-${row.team.id}`}
            >
              <th scope="row">{month(row.month)}</th>
              <td>{row.team.name}</td>
              <td className="num">{number(row.open)}</td>
              <td className="num">{number(row.approved)}</td>
              <td className="num">{number(row.locked)}</td>
              {mayLock && (
                <td>
                  {row.approved > 0 && (
                    <Button
                      icon={<Lock size={17} />}
                      onPress={() => setAsking(row)}
                      aria-label={t("month-lock-spoken", {
                        month: month(row.month),
                        team: row.team.name,
                      })}
                      testid={`lock-${row.month}-${row.team.id}`}
                    >
                      {t("month-lock")}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {asking && <Closing row={asking} onDone={() => setAsking(null)} />}
    </div>
  );
}

function Closing({ row, onDone }: { row: MonthRow; onDone: () => void }) {
  const { t } = useText();
  const tell = useTell();
  const name = month(row.month);
  const { busy, fault, run } = useWork(async () => {
    const { locked, left } = await host().lockMonth(row.team.id, row.month);
    tell(t("month-locked", { month: name, locked }));
    if (left > 0) tell(t("month-left", { count: left }), { tone: "info" });
    onDone();
  });
  return (
    <Dialog
      open
      onClose={onDone}
      title={t("month-lock-spoken", { month: name, team: row.team.name })}
      testid="dialog-month"
    >
      <form onSubmit={run} className="flex flex-col gap-3">
        <p>{t("month-lock-text", { count: row.approved })}</p>
        {row.open > 0 && (
          <p className="msg" data-tone="warn">
            {t("month-still-open", { count: row.open })}
          </p>
        )}
        {fault && <FaultPanel fault={fault} />}
        <div>
          <Button type="submit" look="primary" isDisabled={busy} testid="month-do">
            {t("month-do", { count: row.approved })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
