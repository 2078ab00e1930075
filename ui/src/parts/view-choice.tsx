import type { LucideIcon } from "lucide-react";

interface Props<View extends string> {
  /** What the choice is about. */
  label: string;
  views: readonly { name: View; words: string; Icon: LucideIcon }[];
  view: View;
  set: (view: View) => void;
  testid: string;
}

/** Chooses one of a few ways to look at the same thing. */
export function ViewChoice<View extends string>({ label, views, view, set, testid }: Props<View>) {
  return (
    <div className="view-choice" role="group" aria-label={label}>
      {views.map(({ name, words, Icon }) => (
        <button
          key={name}
          type="button"
          className="view-way"
          aria-pressed={view === name}
          onClick={() => set(name)}
          data-testid={`${testid}-${name}`}
        >
          <Icon size={18} aria-hidden />
          {words}
        </button>
      ))}
    </div>
  );
}
