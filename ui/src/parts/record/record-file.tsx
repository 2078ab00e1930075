import { Download, Eye } from "lucide-react";
import { useState } from "react";
import { type AnswerView, type FileView, faultOf, host } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { faultKey } from "../fault";
import { FileWords, Picture } from "../picture";

/** Whoever looks over a shoulder sees no sensitive picture before it is asked for. */
const isGuarded = (answer: AnswerView) => answer.class === "P3";

/** A photo or scan of a record, with a copy for whoever needs it. */
export function RecordFile(props: { record: string; answer: AnswerView; file: FileView }) {
  const { record, answer, file } = props;
  const { t } = useText();
  const [shown, setShown] = useState(!isGuarded(answer));
  const [fault, setFault] = useState<string | null>(null);
  const save = async () => {
    setFault(null);
    try {
      await host().recordFileSave(record, answer.path);
    } catch (cause) {
      setFault(faultKey(faultOf(cause).code));
    }
  };
  return (
    <span className="answer-file" data-testid={`file-of-${answer.path}`}>
      {!shown && file.here ? (
        <>
          <span className="hint">
            <FileWords file={file} />
          </span>
          <Button
            icon={<Eye size={18} />}
            onPress={() => setShown(true)}
            testid={`show-${answer.path}`}
          >
            {t("file-show")}
          </Button>
        </>
      ) : (
        <Picture
          file={file}
          name={answer.value}
          ask={(longest) => host().recordFile(record, answer.path, longest)}
          label={answer.label}
          testid={`file-${answer.path}`}
        />
      )}
      {file.here && shown && (
        <Button
          look="quiet"
          icon={<Download size={18} />}
          onPress={() => void save()}
          testid={`save-${answer.path}`}
        >
          {t("file-save")}
        </Button>
      )}
      {fault && (
        <span className="msg" data-tone="bad" role="alert">
          {t(fault)}
        </span>
      )}
    </span>
  );
}
