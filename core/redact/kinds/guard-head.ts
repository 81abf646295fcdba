import type { Step } from './guard-steps.ts';

/** So many characters behind an anchor are looked at before anything is walked. */
const HEAD = 4;

/** Whether what stands behind an anchor may follow it, where so much stands there. */
export function mayFollow(head: Uint8Array, codes: Uint8Array, at: number): boolean {
  if (at + HEAD > codes.length) return true;
  return (
    ((head[codes[at] as number] as number) & 1) !== 0 &&
    ((head[codes[at + 1] as number] as number) & 2) !== 0 &&
    ((head[codes[at + 2] as number] as number) & 4) !== 0 &&
    ((head[codes[at + 3] as number] as number) & 8) !== 0
  );
}

/** What may stand at the first places behind an anchor; null where all may. */
export function headOf(rows: readonly (readonly Step[])[]): Uint8Array | null {
  const head = new Uint8Array(256);
  for (const row of rows) {
    const places = placesOf(row);
    for (let place = 0; place < HEAD; place++)
      for (let code = 0; code < 256; code++)
        if (places[place]?.[code] !== 0) head[code] = (head[code] as number) | (1 << place);
  }
  if (head.every((bits) => bits === 2 ** HEAD - 1)) return null;
  const key = head.join();
  const known = heads.get(key) ?? head;
  heads.set(key, known);
  return known;
}

/** Most are alike: what is shared is at hand when the next guard needs it. */
const heads = new Map<string, Uint8Array>();

/** The codes of the places that a row is sure of. */
function placesOf(row: readonly Step[]): Uint8Array[] {
  const places: Uint8Array[] = [];
  for (const { holds, least, most } of row) {
    for (let times = 0; times < least && places.length < HEAD; times++) places.push(holds);
    if (least !== most || places.length === HEAD) break;
  }
  return places;
}
