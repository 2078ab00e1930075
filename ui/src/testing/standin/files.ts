import { type FileView, type GpsHeard, HostFault } from "../../host";

/** A small drawing, as the host gives pictures. */
export const PICTURE = `data:image/svg+xml;base64,${btoa(
  '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="#d9d2c3"/><path d="M40 320 180 120l80 110 60-70 120 160z" fill="#6b7d5c"/><circle cx="370" cy="80" r="34" fill="#c9a227"/></svg>',
)}`;

/** The name under which a file is kept, by what it begins with; none for no file. */
export function kept(content: string | null): string | null {
  if (content === null) return null;
  const ending = content.startsWith("%PDF-") ? "pdf" : content.startsWith("photo") ? "jpg" : null;
  if (!ending) throw new HostFault("file_kind", "this kind of file is not taken");
  const digits = [...content].map((sign) => sign.charCodeAt(0).toString(16).padStart(2, "0"));
  return `${digits.join("").padEnd(64, "0").slice(0, 64)}.${ending}`;
}

/** What is known of the file that an answer names; what nobody kept is elsewhere. */
export function fileOf(name: string): FileView | null {
  if (name === "") return null;
  if (name.endsWith(".pdf"))
    return {
      media: "application/pdf",
      bytes: 84_200,
      width: null,
      height: null,
      here: true,
      waits: false,
    };
  if (name.startsWith("00"))
    return { media: "", bytes: 0, width: null, height: null, here: false, waits: false };
  return {
    media: "image/jpeg",
    bytes: 412_300,
    width: 2048,
    height: 1536,
    here: true,
    waits: false,
  };
}

/** What a receiver says while it measures. */
export const sky: GpsHeard[] = [
  { in_use: 0, in_view: 7, accuracy_m: null },
  { in_use: 9, in_view: 12, accuracy_m: 8 },
];
