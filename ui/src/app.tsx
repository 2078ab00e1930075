import { Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { HashRouter, Navigate, Route, Routes } from "react-router";
import {
  type AppState,
  faultOf,
  type HostFault,
  host,
  type Preferences,
  type SessionView,
} from "./host";
import { formatsOf } from "./locales/languages";
import { TextProvider, useText } from "./locales/text";
import { FaultPanel } from "./parts/fault";
import { Frame } from "./parts/frame";
import { useIdleLock } from "./parts/idle-lock";
import { Notices } from "./parts/notices";
import { AppContext, useApp } from "./parts/session";
import { Loading } from "./parts/states";
import { applyLook } from "./parts/theme";
import { useStrayDrops } from "./parts/use-stray-drops";
import { Home } from "./screens/home";
import {
  Doubles,
  FirstRun,
  Form,
  Forms,
  fetchScreens,
  Months,
  Moved,
  NewForm,
  Record,
  Records,
  Reports,
  Review,
  Settings,
  Sync,
  Timeline,
} from "./screens/later";
import { Unlock } from "./screens/unlock";

/** Before the laptop has said how the window should look. */
const unknown: Preferences = {
  language: "en",
  theme: "system",
  text_size: 100,
  chosen: false,
  lock_minutes: 10,
};

export function App() {
  const [state, setState] = useState<AppState | null>(null);
  const [fault, setFault] = useState<HostFault | null>(null);
  const ask = useCallback(() => {
    setFault(null);
    host()
      .appState()
      .then(setState, (cause) => setFault(faultOf(cause)));
  }, []);
  useEffect(ask, [ask]);

  useStrayDrops();
  const preferences = state?.preferences ?? unknown;
  useEffect(() => applyLook(preferences), [preferences]);
  const value = useMemo(() => (state ? { state, put: setState } : null), [state]);

  return (
    <TextProvider language={preferences.language}>
      <I18nProvider locale={formatsOf(preferences.language)}>
        {/* News of one person is none of the next one's. */}
        <Notices key={state?.session?.person ?? "nobody"}>
          {value && (
            <AppContext value={value}>
              <Stage />
            </AppContext>
          )}
          {fault && !state && (
            <main className="page">
              <FaultPanel fault={fault} retry={ask} />
            </main>
          )}
        </Notices>
      </I18nProvider>
    </TextProvider>
  );
}

function Stage() {
  const { state } = useApp();
  const { t } = useText();
  const { stage, session } = state;
  useEffect(() => {
    document.title = session ? t("window-title", { programme: session.programme }) : t("app-name");
  }, [session, t]);
  useIdleLock(stage === "open");
  if (stage === "first_run")
    return (
      <Suspense>
        <FirstRun />
      </Suspense>
    );
  if (stage === "locked" || !session) return <Unlock />;
  return (
    <HashRouter useTransitions={false}>
      <Frame>
        <Screens session={session} />
      </Frame>
    </HashRouter>
  );
}

/** So long after the first screen the others are fetched, when nobody waits for anything. */
const REST_MS = 400;

function Screens({ session }: { session: SessionView }) {
  useEffect(() => {
    const rested = window.setTimeout(() => void fetchScreens(), REST_MS);
    return () => window.clearTimeout(rested);
  }, []);
  return (
    <Suspense
      fallback={
        <div className="page">
          <Loading rows={8} />
        </div>
      }
    >
      <Routes>
        <Route path="/" element={<Home />} />
        <Route path="/new/:form" element={<NewForm />} />
        <Route path="/draft/:draft" element={<Form />} />
        <Route path="/records" element={<Records />} />
        <Route path="/record/:record" element={<Record />} />
        <Route path="/about/:record" element={<Timeline />} />
        {session.may_review && <Route path="/review/:record?" element={<Review />} />}
        <Route path="/reports" element={<Reports />} />
        {session.may_review && <Route path="/review/doubles/:one?/:other?" element={<Doubles />} />}
        {session.may_review && <Route path="/review/moved" element={<Moved />} />}
        {session.may_review && <Route path="/review/months" element={<Months />} />}
        <Route path="/sync" element={<Sync />} />
        {session.may_look_after && <Route path="/forms/:form?" element={<Forms />} />}
        <Route path="/settings" element={<Settings />} />
        <Route path="*" element={<Navigate to="/" replace />} />
      </Routes>
    </Suspense>
  );
}
