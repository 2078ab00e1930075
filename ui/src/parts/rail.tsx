import {
  ChartColumn,
  ClipboardCheck,
  House,
  LayoutList,
  RefreshCw,
  Settings,
  Table2,
} from "lucide-react";
import { NavLink } from "react-router";
import { host } from "../host";
import { useText } from "../locales/text";
import { Mark } from "./art";
import { useSession } from "./session";
import { useAsk } from "./use-ask";

/** The screens this person may use, each with icon and word. */
export function Rail() {
  const { t, number } = useText();
  const session = useSession();
  const queue = useAsk(
    session.may_review ? "queue" : "none",
    () => (session.may_review ? host().reviewQueue({ limit: 0 }) : Promise.resolve(null)),
    ["records"],
  );
  const places = [
    { to: "/", word: t("nav-home"), icon: <House size={20} aria-hidden />, testid: "nav-home" },
    {
      to: "/records",
      word: t("nav-records"),
      icon: <Table2 size={20} aria-hidden />,
      testid: "nav-records",
    },
    ...(session.may_review
      ? [
          {
            to: "/review",
            word: t("nav-review"),
            icon: <ClipboardCheck size={20} aria-hidden />,
            testid: "nav-review",
            count: queue.data?.waiting ?? 0,
          },
        ]
      : []),
    {
      to: "/sync",
      word: t("nav-sync"),
      icon: <RefreshCw size={20} aria-hidden />,
      testid: "nav-sync",
    },
    {
      to: "/reports",
      word: t("nav-reports"),
      icon: <ChartColumn size={20} aria-hidden />,
      testid: "nav-reports",
    },
    ...(session.may_look_after
      ? [
          {
            to: "/forms",
            word: t("nav-forms"),
            icon: <LayoutList size={20} aria-hidden />,
            testid: "nav-forms",
          },
        ]
      : []),
    {
      to: "/settings",
      word: t("nav-settings"),
      icon: <Settings size={20} aria-hidden />,
      testid: "nav-settings",
    },
  ];
  return (
    <nav className="rail" aria-label={t("nav-label")}>
      <div className="brand">
        <Mark />
        <span>Sala</span>
      </div>
      {places.map((place) => (
        <NavLink key={place.to} to={place.to} end={place.to === "/"} data-testid={place.testid}>
          {place.icon}
          <span className="rail-word">{place.word}</span>
          {"count" in place && place.count ? (
            <span className="rail-count">
              <span aria-hidden>{number(place.count)}</span>
              <span className="only-spoken">{t("nav-review-waiting", { count: place.count })}</span>
            </span>
          ) : null}
        </NavLink>
      ))}
      <p className="rail-foot">{session.is_trial ? t("rail-trial") : t("rail-offline-first")}</p>
    </nav>
  );
}
