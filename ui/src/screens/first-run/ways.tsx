import { ArchiveRestore, ChevronRight, FlaskConical, Ticket } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import { type Fault, HostFault } from "../../host";
import { useText } from "../../locales/text";
import { FaultPanel } from "../../parts/fault";

export type Way = "join" | "restore" | "try";

export function WaysStep(props: { trouble: Fault | null; onChoose: (way: Way) => void }) {
  const { t } = useText();
  const ways: { way: Way; icon: ReactNode; title: string; text: string }[] = [
    { way: "join", icon: <Ticket size={24} />, title: t("way-join"), text: t("way-join-text") },
    {
      way: "restore",
      icon: <ArchiveRestore size={24} />,
      title: t("way-restore"),
      text: t("way-restore-text"),
    },
    { way: "try", icon: <FlaskConical size={24} />, title: t("way-try"), text: t("way-try-text") },
  ];
  return (
    <>
      <h1>{t("welcome")}</h1>
      <p className="text-ink-2 mb-5">{t("welcome-text")}</p>
      {props.trouble && (
        <div className="mb-4">
          <FaultPanel fault={new HostFault(props.trouble.code, props.trouble.message)} />
        </div>
      )}
      <ul className="flex flex-col gap-3">
        {ways.map((w) => (
          <li key={w.way}>
            <AriaButton
              className="way"
              data-testid={`way-${w.way}`}
              onPress={() => props.onChoose(w.way)}
            >
              <span className="way-mark">{w.icon}</span>
              <span className="flex-1 text-left">
                <span className="block font-semibold text-[1.0625rem]">{w.title}</span>
                <span className="block muted leading-normal">{w.text}</span>
              </span>
              <ChevronRight size={22} aria-hidden />
            </AriaButton>
          </li>
        ))}
      </ul>
    </>
  );
}
