import { MapPinned, Search, Upload } from "lucide-react";
import { useEffect, useState } from "react";
import { host, type PlaceListVersion, type PlaceStep, type PlaceView } from "../../host";
import { moment } from "../../locales/dates";
import { useText } from "../../locales/text";
import { Button } from "../../parts/button";
import { FaultPanel } from "../../parts/fault";
import { useTell } from "../../parts/notices";
import { useSession } from "../../parts/session";
import { Answered, Empty } from "../../parts/states";
import { useAsk } from "../../parts/use-ask";
import { useWork } from "../../parts/use-work";
import { Section } from "./section";

const WAIT_MS = 120;

/** The lists of places of this laptop: their versions, a new one, and a search to try them. */
export function PlacesSection() {
  const { t, number } = useText();
  const tell = useTell();
  const session = useSession();
  const lists = useAsk("places", () => host().placesLists(), ["records"]);
  const [epoch, setEpoch] = useState(0);
  const { busy, fault, run } = useWork(async () => {
    const done = await host().importPlaces();
    if (!done) return;
    const { list, version } = done;
    const [places, added, changed, retired] = [
      done.places,
      done.added,
      done.changed,
      done.retired,
    ].map(number);
    const same = done.added + done.changed + done.retired === 0;
    tell(
      same
        ? t("settings-places-same", { list, version })
        : t("settings-places-imported", {
            list,
            version,
            places: places ?? "",
            added: added ?? "",
            changed: changed ?? "",
            retired: retired ?? "",
          }),
    );
    lists.again();
    setEpoch((now) => now + 1);
  });
  return (
    <Section
      name="places"
      title={t("settings-places")}
      text={t("settings-places-text")}
      action={
        session.may_look_after && (
          <Button
            icon={<Upload size={18} />}
            isDisabled={busy}
            onPress={() => void run()}
            testid="places-import"
          >
            {t("settings-places-import")}
          </Button>
        )
      }
    >
      <div role="status">
        {busy && (
          <p className="msg mb-2" data-testid="places-importing">
            {t("settings-places-importing")}
          </p>
        )}
      </div>
      {fault && (
        <div className="mb-3">
          <FaultPanel fault={fault} />
        </div>
      )}
      <Answered asked={lists} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <Empty
              icon={<MapPinned size={26} />}
              title={t("settings-places-none")}
              text={t("settings-places-none-text")}
            />
          ) : (
            <>
              <Versions all={all} />
              <TrySearch key={epoch} />
            </>
          )
        }
      </Answered>
    </Section>
  );
}

function Versions({ all }: { all: PlaceListVersion[] }) {
  const { t, number } = useText();
  return (
    <div className="wide-table">
      <table className="plain-table" data-testid="places-lists">
        <caption className="only-spoken">{t("settings-places")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("settings-places-list")}</th>
            <th scope="col">{t("settings-places-version")}</th>
            <th scope="col" className="num">
              {t("settings-places-count")}
            </th>
            <th scope="col">{t("settings-places-when")}</th>
            <th scope="col">{t("settings-places-file")}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={`${one.list} ${one.version}`}>
              <th scope="row">{one.list}</th>
              <td>
                <span className="flex flex-wrap items-center gap-2">
                  {number(one.version)}
                  {one.newest && (
                    <span className="chip" data-tone="ok">
                      {t("settings-in-use")}
                    </span>
                  )}
                </span>
              </td>
              <td className="num">{number(one.places)}</td>
              <td>{moment(one.imported_at)}</td>
              <td>{one.source_name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TrySearch() {
  const { t, number } = useText();
  const [words, setWords] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(words.trim()), WAIT_MS);
    return () => window.clearTimeout(timer);
  }, [words]);
  const found = useAsk(`find ${asked}`, () =>
    asked === "" ? Promise.resolve(null) : host().placesFind(asked, null, null),
  );
  return (
    <div className="mt-4">
      <label className="label" htmlFor="places-try">
        {t("settings-places-try")}
      </label>
      <div className="find-box">
        <Search size={18} aria-hidden />
        <input
          id="places-try"
          className="input"
          placeholder={t("settings-places-hint")}
          autoComplete="off"
          spellCheck={false}
          value={words}
          data-testid="places-try"
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <div role="status" className="muted mt-1" data-testid="places-found">
        {found.data &&
          t("settings-places-found", {
            total: found.data.total,
            shown: number(found.data.places.length),
          })}
      </div>
      {found.fault && <FaultPanel fault={found.fault} retry={found.again} />}
      {found.data && found.data.places.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
        <ul className="rows places-rows" tabIndex={0} aria-label={t("settings-places")}>
          {found.data.places.map((place) => (
            <PlaceRow key={`${place.list} ${place.code} ${place.state}`} place={place} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The names of a place in all scripts, each once. */
function names(step: PlaceStep): string {
  return [...new Set(Object.values(step.names))].join(" · ");
}

function unit(step: PlaceStep, language: string): string {
  return step.units[language] ?? step.units.en ?? Object.values(step.units)[0] ?? "";
}

function PlaceRow({ place }: { place: PlaceView }) {
  const { t, language } = useText();
  const notes = [
    place.state === "former" ? t("settings-place-former") : "",
    place.state === "retired" ? t("settings-place-retired") : "",
    place.replaced_by ? t("settings-place-replaced", { code: place.replaced_by }) : "",
  ].filter(Boolean);
  return (
    <li className="place-row" data-testid={`place-${place.code}`}>
      <span className="place-code">{place.code}</span>
      <span className="min-w-0 flex-1">
        <span className="font-semibold">{names(place)}</span>{" "}
        <span className="muted">{unit(place, language)}</span>
        <span className="block muted">{place.parents.map(names).join(" › ")}</span>
      </span>
      {notes.map((note) => (
        <span key={note} className="chip" data-tone="warn">
          {note}
        </span>
      ))}
    </li>
  );
}
