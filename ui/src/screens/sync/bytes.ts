import { useText } from "../../locales/text";

const KILO = 1000;

/** An amount of data in the largest unit in which it is at least one. */
export function useBytes(): (bytes: number) => string {
  const { t } = useText();
  return (bytes) => {
    if (bytes < KILO) return t("bytes", { value: bytes });
    if (bytes < KILO * KILO) return t("kilobytes", { value: Math.round(bytes / KILO) });
    return t("megabytes", { value: Math.round(bytes / ((KILO * KILO) / 10)) / 10 });
  };
}
