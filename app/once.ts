import { Fault } from '../core/fault.ts';
import { readMark, type Mark } from '../core/redact/mark.ts';
import type { Place } from '../edge/keys/marker.ts';
import type { Sent } from '../edge/store/outbox.ts';
import type { Desk } from './desk.ts';

/** How one thing is made, and how it is found when nobody knows whether it was. */
type Making = {
  /** GitHub's id of the thing; null when it is not there. */
  search: (sent: Sent) => Promise<number | null>;
  create: () => Promise<{ id: number }>;
  /** How often it is tried, and how long it is waited for after each try that GitHub did not take. */
  pauses?: readonly number[];
};

/** What GitHub makes shows in its lists a little later. */
const PAUSES_MS = [2000, 5000, 5000];

/**
 * Lets GitHub make something that must be there once, whatever is lost or killed in between: what is known is not
 * made again, and what was tried before is looked for first. Resolves to GitHub's id of it. Throws `Fault` when it
 * could not be made, or GitHub cannot say whether it was.
 */
export async function once(desk: Desk, key: string, making: Making): Promise<number> {
  const { outbox } = desk.store;
  const sent = await outbox.of(key);
  const known = sent?.githubId ?? (sent && (await making.search(sent)));
  if (known !== null) return made(desk, key, known);
  await outbox.trying(key);
  let failure: unknown;
  for (const pause of making.pauses ?? PAUSES_MS) {
    try {
      return await made(desk, key, (await making.create()).id);
    } catch (error) {
      if (!mayPass(error)) throw error;
      failure = error;
    }
    await desk.pause(pause);
    const tried = await outbox.of(key);
    const found = tried && (await making.search(tried));
    if (found !== null) return made(desk, key, found);
  }
  throw failure;
}

/** GitHub has trouble, or wants fewer calls. What it refuses for other reasons it refuses again. */
export function mayPass(error: unknown): boolean {
  return error instanceof Fault && (error.code === 'github-unreachable' || error.code === 'github-limited');
}

async function made(desk: Desk, key: string, id: number): Promise<number> {
  await desk.store.outbox.made(key, id);
  return id;
}

/** A clock may be wrong by this much. */
const SKEW_MS = 60_000;

/** The time (ISO) since when GitHub may have made what was tried. */
export function sinceTried(triedAt: number): string {
  return new Date(triedAt - SKEW_MS).toISOString();
}

/** The last line of comments about a configuration by versions without a MAC. */
const CONFIG_BEFORE = /\n<!-- agent-dispatch config-diff -->\s*$/;

/**
 * Recognises our comment of one kind in one place by its last line. Whose comment it is, the caller has to look at:
 * everybody can copy a line. What an earlier version tried may have a line without a MAC.
 */
export function marked(
  { marker }: Desk,
  place: Place,
  wanted: Pick<Mark, 'kind' | 'id'>,
  sent: Sent | null,
): (body: string) => boolean {
  return (body) => {
    if (sent?.unmarked === true && wanted.kind === 'config' && CONFIG_BEFORE.test(body)) return true;
    const mark = readMark(body);
    if (mark === null || mark.kind !== wanted.kind || mark.id !== wanted.id) return false;
    return marker.isRight(place, mark) || (mark.mac === null && sent?.unmarked === true);
  };
}
