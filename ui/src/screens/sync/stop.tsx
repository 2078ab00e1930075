import { CircleStop } from "lucide-react";
import { host } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";

/** Stops a sync, or writing or taking a stick, after the part in hand; what was done stays. */
export function Stop(props: { testid: string }) {
  const { t } = useText();
  return (
    <Button
      icon={<CircleStop size={18} />}
      onPress={() => void host().syncCancel()}
      testid={props.testid}
    >
      {t("cancel")}
    </Button>
  );
}
