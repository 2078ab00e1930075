import { useEffect, useState } from "react";
import { host } from "../host";
import { useText } from "../locales/text";
import { useSheet } from "./context";

/** A picture that the form shows; `alt` says what is on it, and is empty where the words beside it do. */
export function FormPicture(props: { name: string; alt: string; small?: boolean }) {
  const { name, alt, small } = props;
  const { t } = useText();
  const { form, version } = useSheet().view;
  const [address, setAddress] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let here = true;
    setAddress(null);
    setMissing(false);
    host()
      .formPicture(form, version, name)
      .then(
        (found) => here && setAddress(found),
        () => here && setMissing(true),
      );
    return () => {
      here = false;
    };
  }, [form, version, name]);
  if (missing) return <span className="hint block">{t("form-picture-missing", { name })}</span>;
  return (
    <span className="form-picture" data-small={small || undefined} data-testid={`picture-${name}`}>
      {address && <img src={address} alt={alt} />}
    </span>
  );
}
