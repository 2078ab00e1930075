/** What the program is built with, and under which licence others gave it. */
export const parts: [name: string, licence: string][] = [
  ["@fluent/bundle", "Apache-2.0"],
  ["@fluent/react", "Apache-2.0"],
  ["@fontsource/kantumruy-pro", "OFL-1.1"],
  ["@fontsource/noto-sans", "OFL-1.1"],
  ["@fontsource/noto-sans-lao", "OFL-1.1"],
  ["@fontsource/noto-sans-myanmar", "OFL-1.1"],
  ["@fontsource/noto-sans-thai", "OFL-1.1"],
  ["argon2", "MIT OR Apache-2.0"],
  ["blake3", "CC0-1.0 OR Apache-2.0"],
  ["calamine", "MIT"],
  ["ed25519-dalek", "BSD-3-Clause"],
  ["lucide-react", "ISC"],
  ["maplibre-gl", "BSD-3-Clause"],
  ["pmtiles", "BSD-3-Clause"],
  ["react", "MIT"],
  ["react-aria-components", "Apache-2.0"],
  ["react-dom", "MIT"],
  ["react-router", "MIT"],
  ["recharts", "MIT"],
  ["reqwest", "MIT OR Apache-2.0"],
  ["rusqlite", "MIT"],
  ["rustls", "Apache-2.0 OR ISC OR MIT"],
  ["serde", "MIT OR Apache-2.0"],
  ["tauri", "Apache-2.0 OR MIT"],
  ["topojson-client", "ISC"],
  ["world-atlas", "ISC"],
];

/** Libraries in C that come inside packages of others. */
export const inside: [name: string, licence: string][] = [
  ["OpenSSL", "Apache-2.0"],
  ["SQLCipher", "BSD-3-Clause"],
  ["SQLite", "public domain"],
];
