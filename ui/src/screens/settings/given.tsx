import { Eye, FileOutput } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type GivenOut, host, type ReportChoice, type RevealRow } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { RevealList } from "../../parts/record/reveals";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { rowsKey } from "../../parts/words";
import { useNarrowedTo } from "./narrowed-to";
import { Section } from "./section";

/** Lines that are shown before somebody asks for all of them. */
const FIRST = 20;

/** What was given out on this laptop and who had guarded answers shown, for those who oversee others. */
export function GivenSection() {
  const { t } = useText();
  const given = useAsk("given-out", () => host().givenOut(), ["records"]);
  const seen = useAsk("reveals", () => host().reveals(), ["records"]);
  const choices = useAsk("report-choices", () => host().reportChoices());
  return (
    <Section name="given" title={t("given")} text={t("given-text")}>
      <h3>{t("given-files")}</h3>
      <Answered asked={given} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <Empty
              icon={<FileOutput size={26} />}
              title={t("given-none")}
              text={t("given-none-text")}
            />
          ) : (
            <Some all={all} testid="given-more">
              {(some) => <Files all={some} reports={choices.data ?? []} />}
            </Some>
          )
        }
      </Answered>
      <h3 className="mt-4">{t("given-seen")}</h3>
      <Answered asked={seen} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <Empty
              icon={<Eye size={26} />}
              title={t("given-seen-none")}
              text={t("given-seen-none-text")}
            />
          ) : (
            <Some all={all} testid="given-seen-more">
              {(some) => <Seen all={some} />}
            </Some>
          )
        }
      </Answered>
    </Section>
  );
}

/** The first of many, and the rest on demand. */
function Some<T>(props: { all: T[]; testid: string; children: (some: T[]) => ReactNode }) {
  const { t } = useText();
  const [whole, setWhole] = useState(false);
  const { all } = props;
  return (
    <>
      {props.children(whole ? all : all.slice(0, FIRST))}
      {!whole && all.length > FIRST && (
        <Button look="link" onPress={() => setWhole(true)} testid={props.testid}>
          {t("given-all", { count: all.length })}
        </Button>
      )}
    </>
  );
}

function Files({ all, reports }: { all: GivenOut[]; reports: ReportChoice[] }) {
  const { t, number } = useText();
  const called = useCalled(reports);
  const narrowedTo = useNarrowedTo();
  return (
    <div className="wide-table">
      <table className="plain-table" data-testid="given-table">
        <caption className="only-spoken">{t("given-files")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("given-when")}</th>
            <th scope="col">{t("given-who")}</th>
            <th scope="col">{t("given-what")}</th>
            <th scope="col">{t("given-filter")}</th>
            <th scope="col" className="num">
              {t("given-rows")}
            </th>
            <th scope="col">{t("given-whom")}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={`${one.at} ${one.person} ${one.what} ${one.format} ${one.filter}`}>
              <td>{moment(one.at)}</td>
              <td>{one.person}</td>
              <td>
                {called(one.what)} <span className="muted">{one.format}</span>
              </td>
              <td>{narrowedTo(one.filter)}</td>
              <td className="num">{number(one.rows)}</td>
              <td>{one.recipient ?? t("given-team")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a file is called: a list or records of this laptop, a set of records, or a report. */
function useCalled(reports: ReportChoice[]) {
  const { t } = useText();
  return (what: string) => {
    if (what === "list") return t("given-list");
    const [kind, of = ""] = what.split(":");
    if (kind === "records") return of ? t("given-records-of", { form: of }) : t("given-records");
    if (kind === "rows") return t(rowsKey(of));
    return reports.find((one) => one.name === what)?.title ?? what;
  };
}

function Seen({ all }: { all: RevealRow[] }) {
  return (
    <div className="reveals" data-testid="given-reveals">
      <RevealList rows={all} withRecord />
    </div>
  );
}
