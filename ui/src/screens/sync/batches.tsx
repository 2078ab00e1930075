import { CheckCheck, ChevronDown, History, Unplug, Usb } from "lucide-react";
import { Fragment, useState } from "react";
import type { BatchView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { Chip } from "../../parts/chips";
import { Receipt } from "../../parts/record/receipts";
import { Empty } from "../../parts/states";
import { roadKey } from "../../parts/words";
import { useBytes } from "./bytes";

/** What went out and came in, newest first. */
export function Batches(props: { batches: BatchView[] }) {
  const { t, number } = useText();
  const bytes = useBytes();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className="card card-pad" aria-labelledby="batches">
      <h2 id="batches" className="mb-1">
        {t("batches")}
      </h2>
      {props.batches.length === 0 ? (
        <Empty
          icon={<History size={26} />}
          title={t("batches-empty")}
          text={t("batches-empty-text")}
        />
      ) : (
        <div className="overflow-x-auto">
          <table className="plain-table" data-testid="batches">
            <thead>
              <tr>
                <th scope="col">{t("batch-when")}</th>
                <th scope="col" className="if-wide">
                  {t("batch-road")}
                </th>
                <th scope="col" className="num">
                  {t("batch-records")}
                </th>
                <th scope="col" className="num">
                  {t("batch-sent")}
                </th>
                <th scope="col" className="num if-wide">
                  {t("batch-received")}
                </th>
                <th scope="col" className="num">
                  {t("batch-data")}
                </th>
                <th scope="col">{t("batch-state")}</th>
              </tr>
            </thead>
            <tbody>
              {props.batches.map((batch) => (
                <Fragment key={batch.id}>
                  <tr data-testid={`batch-${batch.id}`}>
                    <td>
                      <span className="whitespace-nowrap">{moment(batch.at)}</span>
                      {batch.files_sent + batch.files_received > 0 && (
                        <span className="muted block">
                          {t("batch-files", { count: batch.files_sent + batch.files_received })}
                        </span>
                      )}
                    </td>
                    <td className="if-wide">{t(roadKey(batch.road))}</td>
                    <td className="num">{number(batch.records)}</td>
                    <td className="num">{number(batch.sent)}</td>
                    <td className="num if-wide">{number(batch.received)}</td>
                    <td className="num whitespace-nowrap">
                      {bytes(batch.bytes_up + batch.bytes_down)}
                      {batch.bytes_up > 0 && batch.bytes_down > 0 && (
                        <span className="muted block">
                          {t("batch-data-apart", {
                            up: bytes(batch.bytes_up),
                            down: bytes(batch.bytes_down),
                          })}
                        </span>
                      )}
                    </td>
                    <td>
                      <State
                        batch={batch}
                        open={open === batch.id}
                        onOpen={() => setOpen(open === batch.id ? null : batch.id)}
                      />
                    </td>
                  </tr>
                  {open === batch.id && batch.receipt && (
                    <tr>
                      <td colSpan={7}>
                        <Receipt receipt={batch.receipt} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
          <p className="muted mt-2" data-testid="batch-data-what">
            {t("batch-data-what")}
          </p>
        </div>
      )}
    </section>
  );
}

function State(props: { batch: BatchView; open: boolean; onOpen: () => void }) {
  const { t } = useText();
  const { receipt, state } = props.batch;
  if (receipt) {
    return (
      <Button
        look="quiet"
        className="receipt-button"
        aria-expanded={props.open}
        onPress={props.onOpen}
        testid={`batch-receipt-${props.batch.id}`}
      >
        <Chip tone="ok" icon={<CheckCheck size={15} aria-hidden />}>
          {t("batch-receipt")}
        </Chip>
        <ChevronDown size={16} aria-hidden />
      </Button>
    );
  }
  if (state === "broken") {
    return (
      <Chip tone="warn" icon={<Unplug size={15} aria-hidden />}>
        {t("batch-broken")}
      </Chip>
    );
  }
  const { road, sent, files_sent } = props.batch;
  const handed = (road === "stick" || road === "hub") && sent + files_sent > 0;
  if (handed) {
    return (
      <Chip tone="info" icon={<Usb size={15} aria-hidden />}>
        {t("batch-handed")}
      </Chip>
    );
  }
  return <Chip>{state === "open" ? t("batch-open") : t("batch-nothing")}</Chip>;
}
