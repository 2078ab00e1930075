import { CircleStop } from "lucide-react";
import { host } from "../../../host";
import { useText } from "../../../locales/text";
import { Button } from "../../../parts/button";

/** Stops writing or taking after the part in hand; what was done stays. */
export function Stop() {
  const { t } = useText();
  return (
    <Button
      icon={<CircleStop size={18} />}
      onPress={() => void host().syncCancel()}
      testid="stick-cancel"
    >
      {t("cancel")}
    </Button>
  );
}
