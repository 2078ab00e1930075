/** Tiles of a map that the office brought, read piece by piece through the program. */
import { addProtocol } from "maplibre-gl";
import { PMTiles, type RangeResponse, type Source } from "pmtiles";
import { host, type MapFile } from "../../host";

/** How addresses of tiles begin; nothing outside this page knows it. */
const SCHEME = "sala-map";

class Laptop implements Source {
  constructor(readonly name: string) {}

  getKey(): string {
    return this.name;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const text = atob(await host().mapBytes(this.name, offset, length));
    const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
    return { data: bytes.buffer };
  }
}

/** What an archive says of itself beside its tiles. */
export interface Described {
  /** The layers of a map of lines and areas. */
  layers: string[];
  /** Whose work it is, as plain text. */
  by: string;
}

const open = new Map<string, { archive: PMTiles; size: number }>();

/** The archive of a file; a file that was replaced by another is read anew. */
function archiveOf(file: MapFile): PMTiles {
  const known = open.get(file.name);
  if (known && known.size === file.kilobytes) return known.archive;
  const archive = new PMTiles(new Laptop(file.name));
  open.set(file.name, { archive, size: file.kilobytes });
  return archive;
}

export async function describe(file: MapFile): Promise<Described> {
  const said = (await archiveOf(file).getMetadata()) as {
    vector_layers?: { id?: unknown }[];
    attribution?: unknown;
  } | null;
  const layers = (said?.vector_layers ?? []).map((one) => String(one.id ?? "")).filter(Boolean);
  return { layers, by: plain(String(said?.attribution ?? "")) };
}

/** The text of a piece of HTML. */
function plain(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  return (page.body.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** The address of a file's tiles. */
export function addressOf(file: MapFile): string {
  archiveOf(file);
  return `${SCHEME}://${encodeURIComponent(file.name)}/{z}/{x}/{y}`;
}

/** Reads one tile by its address; nothing where the archive has none. */
export async function tile(url: string): Promise<ArrayBuffer | null> {
  const [name = "", z, x, y] = url.slice(`${SCHEME}://`.length).split("/");
  const known = open.get(decodeURIComponent(name));
  const found = await known?.archive.getZxy(Number(z), Number(x), Number(y));
  return found?.data ?? null;
}

let added = false;

/** Lets maps ask for these tiles. */
export function serveTiles(): void {
  if (added) return;
  added = true;
  addProtocol(SCHEME, async ({ url }) => ({ data: (await tile(url)) ?? new ArrayBuffer(0) }));
}
