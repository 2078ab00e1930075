import { createContext, useContext } from "react";
import type { AppState, SessionView } from "../host";

export interface AppValue {
  state: AppState;
  /** Shows a new state of the program, as a command gave it. */
  put: (state: AppState) => void;
}

export const AppContext = createContext<AppValue | null>(null);

export function useApp(): AppValue {
  const value = useContext(AppContext);
  if (!value) throw new Error("no AppContext above");
  return value;
}

/** The person at work; only for screens behind the passphrase. */
export function useSession(): SessionView {
  const { state } = useApp();
  if (!state.session) throw new Error("nobody is signed in");
  return state.session;
}
