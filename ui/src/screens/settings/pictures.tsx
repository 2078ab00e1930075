import { useRef } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { host } from "../../host";
import { useText } from "../../locales/text";
import { FaultPanel } from "../../parts/fault";
import { useSession } from "../../parts/session";
import { Answered } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { Section } from "./section";

const choices = [1024, 1600, 2048, 3072, 4096];

/** How large photos and scans are kept: chosen by whoever looks after the laptop, told to everybody. */
export function PicturesSection() {
  const { t } = useText();
  const session = useSession();
  const side = useAsk("pictures", () => host().pictureSide());
  return (
    <Section name="pictures" title={t("settings-pictures")} text={t("settings-pictures-text")}>
      <Answered asked={side} rows={1}>
        {(now) =>
          session.may_look_after ? (
            <Choice now={now} put={side.put} />
          ) : (
            <p data-testid="picture-side">{t("settings-pictures-now", { count: now })}</p>
          )
        }
      </Answered>
    </Section>
  );
}

function Choice({ now, put }: { now: number; put: (side: number) => void }) {
  const { t } = useText();
  const wanted = useRef(now);
  const { busy, fault, run } = useWork(async () =>
    put(await host().setPictureSide(wanted.current)),
  );
  const choose = (side: number) => {
    wanted.current = side;
    void run();
  };
  // What was chosen on the command line is shown beside the usual choices.
  const sides = [...new Set([...choices, now])].sort((a, b) => a - b);
  return (
    <>
      <RadioGroup
        className="segments"
        value={String(now)}
        isDisabled={busy}
        onChange={(value) => choose(Number(value))}
      >
        <Label className="segments-label">{t("settings-pictures-side")}</Label>
        <div className="segments-in">
          {sides.map((count) => (
            <Radio
              key={count}
              value={String(count)}
              className="segment"
              data-testid={`picture-side-${count}`}
            >
              {t("settings-pictures-dots", { count })}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {fault && (
        <div className="mt-3">
          <FaultPanel fault={fault} />
        </div>
      )}
    </>
  );
}
