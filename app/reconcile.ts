import { statusOf } from '../edge/github/call.ts';
import { readHookDeliveries, type HookDelivery } from '../edge/github/hook-deliveries.ts';
import { redeliver } from '../edge/github/write.ts';
import { alwaysKept, mayBeKept } from './deliveries.ts';
import type { Desk } from './desk.ts';
import { KEPT_MS } from './downtime.ts';

/** A delivery that is younger may still be under way. */
const YOUNG_MS = 60_000;
/** Looked at twice, for clocks that differ and for what was too young before. */
const OVERLAP_MS = 10 * 60_000;
/** Pages of a hundred that are looked at in one go. */
const MOST_PAGES = 200;
/** GitHub wants a second between two calls that make something, and the next look is five minutes away. */
const MOST_ASKED = 200;

/**
 * Asks GitHub to send again what it could not deliver, and what it delivered but we do not have. GitHub never does
 * so by itself. A redelivery has the GUID of the first one, so one too many does no harm; each is asked for once.
 * Returns how many were asked for. `isStopping` ends it early.
 */
export async function reconcile(desk: Desk, isStopping: () => boolean): Promise<number> {
  const { reconciling } = desk.store;
  const now = desk.now();
  const looked = await reconciling.watermark('deliveries');
  if (looked === null) {
    // A store that knows nothing: what came before it may have been worked on with another.
    await reconciling.setWatermark('deliveries', now + OVERLAP_MS);
    return 0;
  }
  const request = await desk.asApp();
  // GitHub tells seconds.
  const from = Math.floor(Math.max(looked - OVERLAP_MS, now - KEPT_MS) / 1000) * 1000;
  const lost = await lostSince(desk, (cursor) => readHookDeliveries(request, cursor), from);
  let asked = 0;
  for (const { id, guid } of lost.slice(0, MOST_ASKED)) {
    if (isStopping()) return asked;
    await redeliver(request, id).catch(unlessRefused(desk));
    await reconciling.asked(guid);
    asked += 1;
  }
  if (asked > 0) desk.log(`${asked} deliveries were missed, and GitHub was asked for them again`);
  if (asked === lost.length) await reconciling.setWatermark('deliveries', Math.max(looked, now));
  return asked;
}

type ReadPage = (cursor: string | null) => ReturnType<typeof readHookDeliveries>;

/** The deliveries since then that are not here and should be, oldest first; of each the last attempt. */
async function lostSince(desk: Desk, readPage: ReadPage, from: number): Promise<HookDelivery[]> {
  const attempts = await listSince(desk, readPage, from);
  const delivered = new Set(attempts.filter(isDelivered).map(({ guid }) => guid));
  const young = desk.now() - YOUNG_MS;
  const wanted = new Map<string, HookDelivery>();
  for (const attempt of attempts) {
    const { guid, event, action } = attempt;
    const counts = delivered.has(guid) ? alwaysKept(event, action) : mayBeKept(event, action);
    // The newest attempt comes first: while it is young, none is asked for.
    if (counts && !wanted.has(guid)) wanted.set(guid, attempt);
  }
  const settled = [...wanted.values()].filter(({ at }) => at <= young);
  const missing = await desk.store.reconciling.missing(settled.map(({ guid }) => guid));
  return settled.filter(({ guid }) => missing.has(guid)).toReversed();
}

async function listSince(desk: Desk, readPage: ReadPage, from: number): Promise<HookDelivery[]> {
  const found: HookDelivery[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { deliveries, next }: Awaited<ReturnType<ReadPage>> = await readPage(cursor);
    found.push(...deliveries.filter(({ at }) => at >= from));
    if (next === null || deliveries.some(({ at }) => at < from)) return found;
    cursor = next;
  }
  desk.log(
    `ALARM: GitHub made more than ${found.length} deliveries since the last look; older ones are not checked`,
  );
  return found;
}

function isDelivered({ status }: HookDelivery): boolean {
  return status >= 200 && status < 300;
}

const NOT_AGAIN = new Set([400, 404, 410, 422]);

/** One that GitHub will not send again (it is too old, or gone) is not asked for every five minutes. */
function unlessRefused(desk: Desk): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error) || !NOT_AGAIN.has(statusOf(error) ?? 0)) throw error;
    desk.log(error.message);
  };
}
