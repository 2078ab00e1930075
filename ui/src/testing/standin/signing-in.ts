/** Setting up, signing in and out on the stand-in laptop. */
import { type Host, HostFault } from "../../host";
import { type Held, PASSPHRASE } from "./laptop";

type Commands = Pick<
  Host,
  | "appState"
  | "setPreferences"
  | "passphraseStrength"
  | "tryHere"
  | "join"
  | "addPerson"
  | "unlock"
  | "recover"
  | "changePassphrase"
  | "lock"
>;

const RECOVERY_CODE = "7F3K-9QX2-M4TB-0WZE-H8RC-5VNA-J6PD-1GSY-K2XM-Q7TF";

export function signingIn({ state, signIn, now, restock }: Held): Commands {
  let wrongTries = 0;
  return {
    appState: async () => now(),
    setPreferences: async (preferences) => {
      if (preferences.language !== state.preferences.language) restock();
      state.preferences = preferences;
      return now();
    },
    passphraseStrength: async (passphrase) => {
      const score =
        passphrase.length < 10 ? 1 : passphrase.length < 16 ? 2 : passphrase.length < 22 ? 3 : 4;
      return {
        score,
        hint: ["too_short", "too_short", "add_words", "good", "good"][score] ?? "too_short",
        accepted: score >= 2,
      };
    },
    tryHere: async (name) => {
      state.people = [{ id: "p1", name }];
      state.programme = "Trial";
      signIn();
      return { recovery_code: RECOVERY_CODE, state: now() };
    },
    join: async (invitation) => {
      if (!invitation.startsWith("sala"))
        throw new HostFault("bad_invitation", "no invitation begins like this");
      signIn();
      return { recovery_code: RECOVERY_CODE, state: now() };
    },
    addPerson: async () => now(),
    unlock: async (_person, passphrase) => {
      if (passphrase !== PASSPHRASE) {
        wrongTries += 1;
        if (wrongTries >= 3) throw new HostFault("wait_before_trying", "wait", 5);
        throw new HostFault("wrong_passphrase", "wrong");
      }
      signIn();
      return now();
    },
    recover: async (_person, code) => {
      if (code.length < 20) throw new HostFault("wrong_recovery_code", "wrong");
      signIn();
      return now();
    },
    changePassphrase: async () => null,
    lock: async () => {
      state.stage = "locked";
      state.session = null;
      return now();
    },
  };
}
