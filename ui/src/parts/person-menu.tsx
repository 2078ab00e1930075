import { KeyRound, Lock, Settings } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useNavigate } from "react-router";
import { host } from "../host";
import { useText } from "../locales/text";
import { Button } from "./button";
import { LookSettings } from "./look-settings";
import { PersonTask, type Task } from "./person-tasks";
import { useApp, useSession } from "./session";
import { roleKey } from "./words";

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const first = (part: string | undefined) => Array.from(part ?? "")[0] ?? "";
  return (first(parts[0]) + (parts.length > 1 ? first(parts.at(-1)) : "")).toUpperCase();
}

/** The person at work: language, look, and what concerns this laptop. */
export function PersonMenu() {
  const { t } = useText();
  const session = useSession();
  const app = useApp();
  const go = useNavigate();
  const [open, setOpen] = useState(false);
  const [task, setTask] = useState<Task | null>(null);

  const start = (next: Task) => {
    setOpen(false);
    setTask(next);
  };
  const settings = () => {
    setOpen(false);
    void go("/settings");
  };
  const lock = async () => app.put(await host().lock());

  return (
    <>
      <DialogTrigger isOpen={open} onOpenChange={setOpen}>
        <AriaButton className="who" data-testid="person-menu">
          <span className="who-words">
            <span className="clip font-semibold text-ink">{session.name}</span>
            <span className="clip">{t(roleKey(session.role))}</span>
          </span>
          <span className="avatar" aria-hidden>
            {initials(session.name)}
          </span>
        </AriaButton>
        <Popover className="popover who-menu" placement="bottom end">
          <Dialog
            aria-label={t("person-menu-label", { name: session.name })}
            className="outline-none"
          >
            <LookSettings />
            <div className="who-tasks">
              <Button
                look="quiet"
                icon={<KeyRound size={18} />}
                onPress={() => start("passphrase")}
                testid="passphrase-change"
              >
                {t("passphrase-change")}
              </Button>
              <Button
                look="quiet"
                icon={<Settings size={18} />}
                onPress={settings}
                testid="settings-open"
              >
                {t("nav-settings")}
              </Button>
            </div>
            <Button
              look="plain"
              className="w-full"
              icon={<Lock size={18} />}
              onPress={lock}
              testid="lock"
            >
              {t("lock")}
            </Button>
          </Dialog>
        </Popover>
      </DialogTrigger>
      {task && <PersonTask task={task} onClose={() => setTask(null)} />}
    </>
  );
}
