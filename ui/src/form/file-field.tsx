import { FolderOpen, LoaderCircle, Trash2, TriangleAlert } from "lucide-react";
import { type DragEvent, useState } from "react";
import { type FormView, faultOf, type HostFault, host, type NodeView } from "../host";
import { useText } from "../locales/text";
import { Button } from "../parts/button";
import { faultKey } from "../parts/fault";
import { Picture } from "../parts/picture";
import { describedBy, questionIds, useAnswer, useProblem, useSheet } from "./context";

/** The host takes no larger file; said here before it is read. */
const BYTES_MAX = 40_000_000;

/** A file's bytes in base64. */
function base64(file: File): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
}

type Trouble = { key: string };

/** Attaches and takes away; what is typed elsewhere meanwhile is written after it. */
function useAttaching(path: string) {
  const sheet = useSheet();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const attach = async (act: () => Promise<FormView | null>) => {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    let fault: HostFault | null = null;
    await sheet.pen.change(async () => {
      const { view } = sheet.pen.now();
      try {
        return (await act()) ?? view;
      } catch (cause) {
        fault = faultOf(cause);
        return view;
      }
    });
    if (fault) setTrouble({ key: faultKey((fault as HostFault).code) });
    setBusy(false);
    sheet.leave(path);
  };
  return { busy, trouble, setTrouble, attach };
}

/** A photo or scan: chosen, or dropped here; shown as soon as it is safe on this laptop. */
export function FileField({ node }: { node: NodeView }) {
  const { t } = useText();
  const sheet = useSheet();
  const answer = useAnswer(node);
  const problem = useProblem(node);
  const { busy, trouble, setTrouble, attach } = useAttaching(node.path);
  const [over, setOver] = useState(false);
  const ids = questionIds(node.path);
  const { draft } = sheet.view;

  const choose = () => attach(() => host().draftChooseFile(draft, node.path));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file, ...others] = event.dataTransfer.files;
    if (!file || node.read_only) return;
    if (others.length > 0) setTrouble({ key: "file-one" });
    else if (file.size > BYTES_MAX) setTrouble({ key: "fault-file-too-large" });
    else void attach(async () => host().draftAttach(draft, node.path, await base64(file)));
  };
  const remove = () => {
    setTrouble(null);
    sheet.write(node.path, "", true);
    sheet.leave(node.path);
  };

  return (
    <div
      className="file-drop"
      role="group"
      aria-labelledby={ids.label}
      aria-describedby={describedBy(node, problem)}
      data-over={over || undefined}
      data-empty={answer === "" || undefined}
      data-testid={`q-${node.path}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!node.read_only);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {answer !== "" && node.file && (
        <Picture
          file={node.file}
          name={answer}
          ask={(longest) => host().draftFile(draft, node.path, longest)}
          label={node.label}
          testid={`file-${node.path}`}
        />
      )}
      {!node.read_only && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            icon={<FolderOpen size={18} />}
            onPress={() => void choose()}
            isDisabled={busy}
            testid={`choose-${node.path}`}
          >
            {t(answer === "" ? "file-choose" : "file-replace")}
          </Button>
          {answer !== "" && (
            <Button
              look="quiet"
              icon={<Trash2 size={18} />}
              onPress={remove}
              isDisabled={busy}
              testid={`remove-${node.path}`}
            >
              {t("file-remove")}
            </Button>
          )}
          {answer === "" && !busy && <span className="hint">{t("file-drop")}</span>}
        </div>
      )}
      <div aria-live="polite" className="contents">
        {busy && (
          <p className="msg" data-testid={`busy-${node.path}`}>
            <LoaderCircle size={17} aria-hidden className="file-turning" />
            <span>{t("file-working")}</span>
          </p>
        )}
        {trouble && (
          <p className="msg q-problem" data-tone="bad" data-testid={`trouble-${node.path}`}>
            <TriangleAlert size={17} aria-hidden />
            <span>{t(trouble.key)}</span>
          </p>
        )}
      </div>
    </div>
  );
}
