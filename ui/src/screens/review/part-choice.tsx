import { CalendarCheck, Copy, ListChecks, MapPin } from "lucide-react";
import { NavLink } from "react-router";
import { useText } from "../../locales/text";

/** The parts of Review: records that wait, what was recorded twice, places that changed, and months to be closed. */
export function PartChoice() {
  const { t } = useText();
  return (
    <nav className="part-choice" aria-label={t("review-parts")}>
      <NavLink to="/review" end className="part-link" data-testid="part-records">
        <ListChecks size={18} aria-hidden />
        {t("review-part-records")}
      </NavLink>
      <NavLink to="/review/doubles" className="part-link" data-testid="part-doubles">
        <Copy size={18} aria-hidden />
        {t("doubles")}
      </NavLink>
      <NavLink to="/review/moved" className="part-link" data-testid="part-moved">
        <MapPin size={18} aria-hidden />
        {t("moved")}
      </NavLink>
      <NavLink to="/review/months" className="part-link" data-testid="part-months">
        <CalendarCheck size={18} aria-hidden />
        {t("months")}
      </NavLink>
    </nav>
  );
}
