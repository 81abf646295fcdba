import { parseArgs } from 'node:util';
import { dollarsIn } from '../../core/ledger/amount.ts';
import { dollars } from '../../core/output/amounts.ts';
import { GROUPS, heldReservations, sumsBy, wrongSums, type Group } from '../../edge/store/ledger-report.ts';
import { heldTable, sumTable, type Report } from '../ledger/tables.ts';
import { localSums, localTable } from '../ledger/local.ts';
import { RUNS_DIR, runsFolder } from '../runs/runs-folder.ts';
import { readStoreAt, storePlace, type StorePlace } from '../store-place.ts';
import { told } from '../told.ts';

const HELP = `dispatch ledger [--state-dir DIR] [--by user|repository|installation] [--json]
dispatch ledger --local [--runs DIR] [--json]

Shows what the runs of an app have cost and what is reserved for those under way, from the app's store, which is
only read: the database of DISPATCH_DATABASE_URL, or the file in the app's folder. Of people and repositories by day,
of installations by month (UTC). The caps are not in it: they stand in each repository's .github/dispatch.yml and in
the operator's file.

  --state-dir DIR  the app's folder, whatever DISPATCH_DATABASE_URL says; default: DISPATCH_STATE_DIR, or .dispatch
  --by GROUP       only these sums; default: all three
  --local          what the runs of dispatch run on this machine have cost instead, by day and agent
  --runs DIR       where they are kept (default: ${RUNS_DIR}, or agent-dispatch/runs in your state folder)
  --json           one object; amounts in micro-dollars, with --local in dollars

Example:
  dispatch ledger --by repository

Exit 1 when the store cannot be read, or its sums are not those of its reservations.
`;

type Asked = { place: StorePlace; groups: readonly Group[]; json: boolean };
type Local = { local: string; json: boolean };

/** `dispatch ledger`: what was spent and is reserved. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (asked === 'help') return told(HELP.trimEnd(), 0);
  if (typeof asked === 'string')
    return told(`dispatch ledger: ${asked}. 'dispatch ledger --help' explains it.`, 2);
  if ('local' in asked) return showLocal(asked);
  const report = await readStoreAt(asked.place, async (sql): Promise<Report> => {
    const sums: Report['sums'] = {};
    for (const group of asked.groups) sums[group] = await sumsBy(sql, group);
    return { sums, held: await heldReservations(sql), wrong: await wrongSums(sql) };
  });
  process.stdout.write(asked.json ? `${JSON.stringify(jsonOf(report), null, 2)}\n` : textOf(report));
  if (report.wrong.length === 0) return 0;
  return told(
    `The sums of ${report.wrong.join(', ')} are not those of the reservations: the store was changed by hand, or this is a defect.`,
    1,
  );
}

async function showLocal({ local, json }: Local): Promise<number> {
  const sums = await localSums(local);
  process.stdout.write(json ? `${JSON.stringify({ sums }, null, 2)}\n` : localTable(sums));
  return 0;
}

function jsonOf({ sums, held, wrong }: Report): object {
  return { ok: wrong.length === 0, wrong, sums, held };
}

function textOf({ sums, held }: Report): string {
  const tables = GROUPS.flatMap((group) => {
    const rows = sums[group];
    return rows === undefined ? [] : [sumTable(group, rows)];
  });
  const total = held.reduce((sum, { reserved }) => sum + reserved, 0);
  const open =
    held.length === 0
      ? 'Nothing is reserved.\n'
      : `${heldTable(held)}\n${dollars(dollarsIn(total))} reserved for ${held.length} under way.\n`;
  return [...tables, open].join('\n');
}

function readArguments(args: string[]): Asked | Local | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'state-dir': { type: 'string' },
        by: { type: 'string' },
        local: { type: 'boolean', default: false },
        runs: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return 'help';
    if (values.local) {
      if (values.by !== undefined || values['state-dir'] !== undefined)
        return '--by and --state-dir are about the app, and --local is not';
      return { local: runsFolder(values.runs), json: values.json };
    }
    if (values.runs !== undefined) return '--runs belongs to --local';
    const group = GROUPS.find((one) => one === values.by);
    if (values.by !== undefined && group === undefined) return `--by takes ${GROUPS.join(', ')}`;
    const place = storePlace(values['state-dir']);
    if (typeof place === 'string') return place;
    return { place, groups: group === undefined ? GROUPS : [group], json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
