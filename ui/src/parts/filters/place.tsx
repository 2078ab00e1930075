import { ChevronDown, ChevronLeft, MapPin } from "lucide-react";
import { useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { host, type PlaceOption, type RecordQuery } from "../../host";
import { useText } from "../../locales/text";
import { Button } from "../button";
import { Answered } from "../states";
import { useAsk } from "../use-ask";

type Place = Pick<RecordQuery, "adm1" | "adm2" | "adm3">;

interface Step {
  code: string;
  label: string;
}

/** Narrows the list to a province, a district of it, or a commune of that: those that records name. */
export function PlaceFilter(props: { query: Place; set: (place: Place) => void }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const [steps, setSteps] = useState<Step[]>([]);
  const { query } = props;
  const codes = [query.adm1, query.adm2, query.adm3].filter((code) => code != null);
  // Names are known as they are chosen; of a kept view only the code is.
  const known = steps.find((step) => step.code === codes.at(-1));
  const label = known?.label ?? codes.at(-1);
  const choose = (next: Step[], done: boolean) => {
    setSteps(next);
    const [adm1, adm2, adm3] = next.map((step) => step.code);
    props.set({ adm1: adm1 ?? null, adm2: adm2 ?? null, adm3: adm3 ?? null });
    if (done) setOpen(false);
  };
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className={label ? "filter filter-on" : "filter"} testid="filter-place">
        <span>{label ? t("filter-chosen", { name: t("place"), value: label }) : t("place")}</span>
        <ChevronDown size={16} aria-hidden />
      </Button>
      <Popover className="popover p-2" placement="bottom start">
        <Dialog aria-label={t("place")} className="outline-none w-80 max-w-full">
          <div className="flex flex-wrap items-center gap-1">
            {codes.length > 0 && (
              <>
                <Button
                  look="link"
                  icon={<ChevronLeft size={16} aria-hidden />}
                  onPress={() =>
                    choose(
                      steps.length === codes.length
                        ? steps.slice(0, -1)
                        : codes.slice(0, -1).map((code) => ({ code, label: code })),
                      false,
                    )
                  }
                  testid="place-up"
                >
                  {t("place-up")}
                </Button>
                <Button look="link" onPress={() => choose([], true)} testid="place-any">
                  {t("place-any")}
                </Button>
              </>
            )}
          </div>
          {codes.length < 3 && (
            <Options
              key={codes.join(" ")}
              adm1={query.adm1 ?? null}
              adm2={query.adm2 ?? null}
              onChoose={(place) => {
                const above =
                  steps.length === codes.length
                    ? steps
                    : codes.map((code) => ({ code, label: code }));
                choose([...above, place], codes.length === 2);
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Options(props: {
  adm1: string | null;
  adm2: string | null;
  onChoose: (place: PlaceOption) => void;
}) {
  const { t, number } = useText();
  const { adm1, adm2 } = props;
  const asked = useAsk(`${adm1} ${adm2}`, () => host().recordPlaces(adm1, adm2));
  return (
    <Answered asked={asked} rows={3}>
      {(places) =>
        places.length === 0 ? (
          <p className="muted p-2">{t("place-none")}</p>
        ) : (
          <ul className="place-options">
            {places.map((place) => (
              <li key={place.code}>
                <Button
                  look="quiet"
                  className="place-option"
                  onPress={() => props.onChoose(place)}
                  testid={`place-${place.code}`}
                >
                  <MapPin size={16} aria-hidden />
                  <span className="flex-1 text-left">{place.label}</span>
                  <span className="muted num">{number(place.records)}</span>
                </Button>
              </li>
            ))}
          </ul>
        )
      }
    </Answered>
  );
}
