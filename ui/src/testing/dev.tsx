/** The screens on the stand-in host, for a browser: `dev.html?role=field&language=km&theme=dark#/records`. */
import { createRoot } from "react-dom/client";
import { App } from "../app";
import { chooseHost } from "../host";
import { type Options, standIn } from "./standin";
import "../styles/app.css";

const asked = new URLSearchParams(window.location.search);
const options: Record<string, unknown> = {};
for (const [name, value] of asked) {
  options[name] =
    value === "true"
      ? true
      : value === "false"
        ? false
        : /^\d+$/.test(value)
          ? Number(value)
          : value;
}
chooseHost(standIn(options as Partial<Options>));
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
