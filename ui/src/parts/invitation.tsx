import { FileUp } from "lucide-react";
import { useState } from "react";
import { host } from "../host";
import { useText } from "../locales/text";
import { Button } from "./button";

/** The invitation: chosen as a file, or its code pasted. */
export function InvitationField(props: { value: string; onChange: (value: string) => void }) {
  const { t } = useText();
  const [read, setRead] = useState(false);
  const choose = async () => {
    const text = await host()
      .readInvitationFile()
      .catch(() => null);
    if (text) {
      props.onChange(text.trim());
      setRead(true);
    }
  };
  return (
    <div>
      <label className="label" htmlFor="invitation">
        {t("invitation")}
      </label>
      <p className="hint mb-1.5" id="invitation-hint">
        {t("invitation-hint")}
      </p>
      <div className="flex gap-2">
        <textarea
          id="invitation"
          className="input font-normal"
          rows={3}
          spellCheck={false}
          aria-describedby="invitation-hint"
          value={props.value}
          data-testid="invitation"
          onChange={(e) => {
            setRead(false);
            props.onChange(e.target.value);
          }}
        />
        <Button icon={<FileUp size={18} />} onPress={choose} testid="invitation-file">
          {t("invitation-file")}
        </Button>
      </div>
      <p className="hint" role="status">
        {read ? t("invitation-read") : ""}
      </p>
    </div>
  );
}
