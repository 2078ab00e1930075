import { cleanup, configure } from "@testing-library/react";
import { afterEach, expect } from "vitest";
import { takeUnsaid } from "../locales/aria";

// A failed search names what it sought; the whole page beside it would drown that.
configure({
  getElementError: (message) => new Error(message ?? "not found"),
  asyncUtilTimeout: 3000,
});

afterEach(() => {
  cleanup();
  window.location.hash = "";
  document.documentElement.removeAttribute("data-theme");
  expect(takeUnsaid(), "React Aria wanted words that locales/aria.ts does not have").toEqual([]);
});
