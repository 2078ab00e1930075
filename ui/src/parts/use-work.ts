import { type FormEvent, useState } from "react";
import { faultOf, type HostFault } from "../host";

/** Runs one piece of work at a time; says whether it runs and how the last one failed. */
export function useWork(work: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<HostFault | null>(null);
  const run = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    setBusy(true);
    setFault(null);
    try {
      await work();
    } catch (cause) {
      setFault(faultOf(cause));
    }
    setBusy(false);
  };
  return { busy, fault, run, forget: () => setFault(null) };
}
