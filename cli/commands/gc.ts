import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { openStore } from '../../edge/store/store.ts';
import { orWhy } from '../or-why.ts';
import { told } from '../told.ts';

const HELP = `dispatch gc [--state-dir DIR] [--days N] [--dry-run]

Forgets what the app's store holds of jobs that ended, and of deliveries that were done, more than N days ago. The app
does so itself, with DISPATCH_RETENTION_DAYS; this is for doing it now, or for fewer days. What has not ended stays.

  --state-dir DIR  the folder of the store (default: DISPATCH_STATE_DIR, or .dispatch)
  --days N         from 4, since GitHub sends a delivery again for three days (default: 30)
  --dry-run        only say how much it would be

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
  const path = join(asked.stateDir, 'dispatch.db');
  if (!existsSync(path)) return told(`There is no store ${path}. Name its folder with --state-dir.`, 1);
  const store = openStore(path);
  try {
    const before = Date.now() - asked.days * DAY_MS;
    const { retention } = store;
    const { jobs, deliveries } = await (asked.dryRun ? retention.count(before) : retention.forget(before));
    const did = asked.dryRun ? 'would be forgotten' : 'forgotten';
    return told(`${jobs} jobs and ${deliveries} deliveries ${did}`, 0);
  } finally {
    await store.close();
  }
}

function readArguments(args: string[]) {
  return orWhy(() => {
    const { values } = parseArgs({
      args,
      options: {
        'state-dir': { type: 'string', default: process.env['DISPATCH_STATE_DIR'] ?? '.dispatch' },
        days: { type: 'string', default: '30' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (!/^\d{1,4}$/.test(values.days) || Number(values.days) < 4) return '--days takes a number from 4.';
    return {
      stateDir: values['state-dir'],
      days: Number(values.days),
      dryRun: values['dry-run'],
      help: values.help,
    };
  });
}
