/** Screens that are not there from the first moment: they are fetched once the first one stands. */
import { type ComponentType, lazy } from "react";

const loads: (() => Promise<ComponentType>)[] = [];

function later(load: () => Promise<ComponentType>) {
  loads.push(load);
  return lazy(async () => ({ default: await load() }));
}

export const NewForm = later(async () => (await import("./form")).NewForm);
export const Form = later(async () => (await import("./form")).Form);
export const Records = later(async () => (await import("./records")).Records);
export const Record = later(async () => (await import("./record")).Record);
export const Timeline = later(async () => (await import("./timeline")).Timeline);
export const Review = later(async () => (await import("./review")).Review);
export const Doubles = later(async () => (await import("./review/doubles")).Doubles);
export const Moved = later(async () => (await import("./review/moved")).Moved);
export const Months = later(async () => (await import("./review/months")).Months);
export const Reports = later(async () => (await import("./reports")).Reports);
export const Sync = later(async () => (await import("./sync")).Sync);
export const Forms = later(async () => (await import("./forms")).Forms);
export const Settings = later(async () => (await import("./settings")).Settings);
export const FirstRun = later(async () => (await import("./first-run")).FirstRun);

/** Fetches all of them, so that none keeps anybody waiting. */
export const fetchScreens = () => Promise.all(loads.map((load) => load()));
