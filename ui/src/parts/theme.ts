import type { Preferences } from "../host";

export const themes = ["system", "light", "dark", "contrast"] as const;
export const textSizes = [100, 115, 130, 150, 175] as const;

/** Puts theme and text size on the page; `system` follows the computer while it is chosen. */
export function applyLook(preferences: Preferences): () => void {
  const page = document.documentElement;
  page.style.setProperty("--text-size", String(preferences.text_size / 100));
  if (preferences.theme !== "system") {
    page.dataset.theme = preferences.theme;
    return () => {};
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const contrast = window.matchMedia("(prefers-contrast: more)");
  const follow = () => {
    page.dataset.theme = contrast.matches ? "contrast" : dark.matches ? "dark" : "light";
  };
  follow();
  dark.addEventListener("change", follow);
  contrast.addEventListener("change", follow);
  return () => {
    dark.removeEventListener("change", follow);
    contrast.removeEventListener("change", follow);
  };
}
