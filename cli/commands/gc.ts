import { parseArgs } from 'node:util';
import { countForgettable, type Forgotten } from '../../edge/store/retention.ts';
import { orWhy } from '../or-why.ts';
import { openStoreAt, readStoreAt, storePlace, type StorePlace } from '../store-place.ts';
import { told } from '../told.ts';

const HELP = `dispatch gc [--state-dir DIR] [--days N] [--dry-run] [--json]

Forgets what the app's store holds of jobs that ended, and of deliveries that were done, more than N days ago. The app
does so itself, with DISPATCH_RETENTION_DAYS; this is for doing it now, or for fewer days. What has not ended stays.
The store is the database of DISPATCH_DATABASE_URL, or the file in the app's folder; the app may be using it.

  --state-dir DIR  the app's folder, whatever DISPATCH_DATABASE_URL says; default: DISPATCH_STATE_DIR, or .dispatch
  --days N         from 4, since GitHub sends a delivery again for three days (default: 30)
  --dry-run        only say how much it would be
  --json           one object: { jobs, deliveries, forgotten }

Example:
  dispatch gc --days 7 --dry-run

Exit codes: 0 done; 1 the store cannot be used; 2 the command line was not understood.
`;

const DAY_MS = 86_400_000;

/** `dispatch gc`: forgets what is old. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return told(`${asked} 'dispatch gc --help' explains it.`, 2);
  if (asked.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const before = Date.now() - asked.days * DAY_MS;
  // Whatever is to be done: where there is no store none is made, and one of another version stays as it is.
  const old = await readStoreAt(asked.place, (sql) => countForgettable(sql, before));
  const found = asked.dryRun ? old : await forget(asked.place, before);
  if (asked.json) return told(JSON.stringify({ ...found, forgotten: !asked.dryRun }), 0);
  return told(wordsOf(found, asked.dryRun ? 'would be forgotten' : 'forgotten'), 0);
}

async function forget(place: StorePlace, before: number): Promise<Forgotten> {
  const store = await openStoreAt(place);
  try {
    return await store.retention.forget(before);
  } finally {
    await store.close();
  }
}

function wordsOf({ jobs, deliveries }: Forgotten, did: string): string {
  return `${jobs} jobs and ${deliveries} deliveries ${did}`;
}

function readArguments(args: string[]) {
  return orWhy(() => {
    const { values } = parseArgs({
      args,
      options: {
        'state-dir': { type: 'string' },
        days: { type: 'string', default: '30' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (!/^\d{1,4}$/.test(values.days) || Number(values.days) < 4) return '--days takes a number from 4.';
    const place = storePlace(values['state-dir']);
    if (typeof place === 'string') return place;
    return {
      place,
      days: Number(values.days),
      dryRun: values['dry-run'],
      json: values.json,
      help: values.help,
    };
  });
}
