/**
 * The Latin letter or digit on a key, also where the keyboard is set to another script: there a
 * combination such as Ctrl+Z is still made with the key that carries a Z.
 */
export function keyOf(event: { key: string; code?: string }): string {
  const key = event.key.toLowerCase();
  if (/^[a-z0-9]$/.test(key) || key.length !== 1) return key;
  const [, on] = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code ?? "") ?? [];
  return on ? on.toLowerCase() : key;
}
