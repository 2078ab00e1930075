import { FileCheck2, ShieldAlert, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { faultOf, host, type ReceiptView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { faultKey } from "../fault";

/** The centre's signed word on what it holds, and a check of it here and now. */
export function Receipt(props: { receipt: ReceiptView }) {
  const { t } = useText();
  const [checked, setChecked] = useState<ReceiptView | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const receipt = checked ?? props.receipt;
  const check = async () => {
    setTrouble(null);
    try {
      setChecked(await host().receiptCheck(receipt.batch));
    } catch (cause) {
      setTrouble(t(faultKey(faultOf(cause).code)));
    }
  };
  return (
    <div className="receipt" data-testid={`receipt-${receipt.batch}`}>
      {receipt.verified ? (
        <ShieldCheck size={20} aria-hidden className="text-ok" />
      ) : (
        <ShieldAlert size={20} aria-hidden className="text-warn" />
      )}
      <div className="flex-1 min-w-0">
        <p>
          {receipt.files > 0
            ? t("receipt-line-files", { count: receipt.files, when: moment(receipt.time) })
            : t("receipt-line", { count: receipt.revisions, when: moment(receipt.time) })}
        </p>
        <p className="muted">
          <span lang="en" className="receipt-code">
            {receipt.fingerprint}
          </span>{" "}
          {receipt.verified ? t("receipt-verified") : t("receipt-unverified")}
        </p>
        <p className="muted" role="status">
          {checked ? t("receipt-checked-now") : ""}
          {trouble ?? ""}
        </p>
      </div>
      <Button
        look="quiet"
        icon={<FileCheck2 size={18} />}
        onPress={check}
        testid={`receipt-check-${receipt.batch}`}
      >
        {t("receipt-check")}
      </Button>
    </div>
  );
}
