import { readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/**
 * Removes what earlier builds left in `dist/assets`. Vite would empty the whole folder first, and
 * the Rust build, which may run at the same time, needs `dist/index.html` at every moment.
 */
function sweepOldAssets(): Plugin {
  return {
    name: "sweep-old-assets",
    writeBundle(options, bundle) {
      const assets = join(options.dir ?? "dist", "assets");
      for (const name of readdirSync(assets)) {
        if (!(`assets/${name}` in bundle)) rmSync(join(assets, name));
      }
    },
  };
}

/** Tests that put something else in the place of a module: each has a world of its own. */
const inTheirOwnWorld = [
  "src/**/*.test.ts",
  "src/form/on-map.test.tsx",
  "src/parts/map/map.test.tsx",
];

export default defineConfig({
  base: "./",
  plugins: [react(), tailwindcss(), sweepOldAssets()],
  build: {
    target: ["chrome111", "safari16.4"],
    emptyOutDir: false,
    // Fonts stay files: the content policy and the cache like them better than data addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  // The development page shows the programme's own forms, which lie beside this folder.
  server: { fs: { allow: [".."] } },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/testing/setup.ts"],
    css: false,
    testTimeout: 60_000,
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: { name: "alone", include: inTheirOwnWorld },
      },
      {
        // The program is read once for all of them, not once for each file: half the time.
        extends: true,
        test: {
          name: "screens",
          include: ["src/**/*.test.tsx"],
          exclude: inTheirOwnWorld,
          isolate: false,
        },
      },
    ],
  },
});
