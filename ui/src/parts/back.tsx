import { ArrowLeft } from "lucide-react";
import { useNavigate } from "react-router";
import { useText } from "../locales/text";
import { Button } from "./button";

/** Goes back to the screen that led here. */
export function Back() {
  const { t } = useText();
  const go = useNavigate();
  return (
    <Button
      look="link"
      className="-ml-1.5"
      icon={<ArrowLeft size={18} />}
      onPress={() => go(-1)}
      testid="back"
    >
      {t("back")}
    </Button>
  );
}
