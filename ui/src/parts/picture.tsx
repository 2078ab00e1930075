import { FileText, ImageOff, Maximize2 } from "lucide-react";
import { useEffect, useState } from "react";
import { type FileView, faultOf, type HostFault } from "../host";
import { useText } from "../locales/text";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { faultKey } from "./fault";

/** Dots of the longer side: beside a question, and as large as a screen shows. */
const SMALL = 480;
const LARGE = 2048;

/** Asks for the picture at so many dots; the answer is an address that holds it. */
export type AskPicture = (longest: number) => Promise<string>;

function useAddress(ask: AskPicture | null, longest: number, key: string) {
  const [address, setAddress] = useState<string | null>(null);
  const [fault, setFault] = useState<HostFault | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for is named by the key
  useEffect(() => {
    let current = true;
    setAddress(null);
    setFault(null);
    ask?.(longest).then(
      (found) => current && setAddress(found),
      (cause) => current && setFault(faultOf(cause)),
    );
    return () => {
      current = false;
    };
  }, [ask === null, longest, key]);
  return { address, fault };
}

/** What is known of a file in one line. */
export function FileWords({ file }: { file: FileView }) {
  const { t } = useText();
  const words = useFileWords(file);
  return file.waits ? t("file-waits", { words }) : words;
}

function useFileWords(file: FileView): string {
  const { t } = useText();
  const size = Math.max(1, Math.round(file.bytes / 1000));
  const { width, height } = file;
  if (!file.here) return t("file-elsewhere");
  if (file.media === "application/pdf") return t("file-document", { size });
  return width === null || height === null
    ? t("file-picture-plain", { size })
    : t("file-picture", { width, height, size });
}

/** A picture that is kept, small; pressed it is shown large. A document, and what is not here, in words. */
export function Picture(props: {
  file: FileView;
  /** Names the content, so that another one is asked for. */
  name: string;
  ask: AskPicture;
  /** What it is a picture of. */
  label: string;
  testid: string;
}) {
  const { file, name, ask, label, testid } = props;
  const { t } = useText();
  const [large, setLarge] = useState(false);
  const isPicture = file.here && file.media.startsWith("image/");
  const small = useAddress(isPicture ? ask : null, SMALL, name);
  const whole = useAddress(isPicture && large ? ask : null, LARGE, name);
  const words = <FileWords file={file} />;
  if (!isPicture)
    return (
      <p className="file-words" data-testid={testid}>
        {file.here ? <FileText size={22} aria-hidden /> : <ImageOff size={22} aria-hidden />}
        <span>{words}</span>
      </p>
    );
  if (small.fault)
    return (
      <p className="msg" data-tone="bad" data-testid={`${testid}-fault`}>
        <ImageOff size={18} aria-hidden />
        <span>{t(faultKey(small.fault.code))}</span>
      </p>
    );
  return (
    <>
      <Button
        className="file-preview"
        aria-label={t("file-open", { question: label })}
        onPress={() => setLarge(true)}
        testid={testid}
      >
        {small.address ? (
          <img src={small.address} alt="" data-testid={`${testid}-image`} />
        ) : (
          <span className="file-waiting" aria-hidden />
        )}
        <span className="file-larger" aria-hidden>
          <Maximize2 size={16} />
        </span>
      </Button>
      <p className="hint">{words}</p>
      <Dialog open={large} onClose={() => setLarge(false)} title={label} wide testid="picture">
        {whole.fault && <p role="alert">{t(faultKey(whole.fault.code))}</p>}
        {!whole.fault && !whole.address && <p role="status">{t("file-loading")}</p>}
        {whole.address && (
          <img
            className="file-large"
            src={whole.address}
            alt={t("file-of", { question: label })}
            data-testid="picture-large"
          />
        )}
      </Dialog>
    </>
  );
}
