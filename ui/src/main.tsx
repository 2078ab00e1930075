import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { desktopHost, useHostFrom } from "./host";
import "./styles/app.css";

useHostFrom(desktopHost());
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
