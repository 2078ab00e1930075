/**
 * The program's own letters for the words on a map, which draws them itself. Each file is read when a letter of its
 * script is drawn; nothing is asked of anybody outside.
 */

import khmer from "@fontsource/kantumruy-pro/files/kantumruy-pro-khmer-500-normal.woff2?url";
import latin from "@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url";
import latinExt from "@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff2?url";
import vietnamese from "@fontsource/noto-sans/files/noto-sans-vietnamese-400-normal.woff2?url";
import lao from "@fontsource/noto-sans-lao/files/noto-sans-lao-lao-400-normal.woff2?url";
import myanmar from "@fontsource/noto-sans-myanmar/files/noto-sans-myanmar-myanmar-400-normal.woff2?url";
import thai from "@fontsource/noto-sans-thai/files/noto-sans-thai-thai-400-normal.woff2?url";

/** The name that the layers of a map have for these letters. */
export const LETTERS = "Sala";

const face = (url: string, ...range: string[]) => ({
  url: new URL(url, document.baseURI).href,
  "unicode-range": range,
});

export const fontFaces = () => ({
  [LETTERS]: [
    face(khmer, "U+1780-17FF", "U+19E0-19FF"),
    face(lao, "U+0E81-0EDF"),
    face(thai, "U+0E01-0E5B"),
    face(myanmar, "U+1000-109F", "U+A92E", "U+A9E0-A9FE", "U+AA60-AA7F"),
    face(vietnamese, "U+0102-0103", "U+0110-0111", "U+01A0-01A1", "U+01AF-01B0", "U+1EA0-1EF9"),
    face(latinExt, "U+0100-02BA", "U+1D00-1DBF", "U+1E00-1EFF", "U+2C60-2C7F", "U+A720-A7FF"),
    face(latin, "U+0000-00FF", "U+2000-206F", "U+2122", "U+2190-22FF"),
  ],
});
