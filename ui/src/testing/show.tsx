import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "../app";
import { chooseHost } from "../host";
import { fetchScreens } from "../screens/later";
import { type Options, type StandIn, standIn } from "./standin";

/** Opens the whole program at a place, on the stand-in host. */
export async function show(
  hash: string,
  options: Partial<Options> = {},
  prepare: (host: StandIn) => void = () => {},
) {
  await fetchScreens();
  const host = standIn(options);
  prepare(host);
  chooseHost(host);
  window.location.hash = hash;
  const page = render(<App />);
  await waitFor(() => {
    if (!page.container.querySelector("main, [data-testid]"))
      throw new Error("nothing is shown yet");
  });
  return { host, page, user: userEvent.setup() };
}

/** What the commands of these names were asked, in order. */
export function asked(host: StandIn, ...names: string[]): unknown[][] {
  return host.calls.filter(([called]) => names.includes(called)).map(([, ...args]) => args);
}

export const find = (testid: string) => screen.findByTestId(testid);
export const get = (testid: string) => screen.getByTestId(testid);
export const gone = (testid: string) => screen.queryByTestId(testid);
