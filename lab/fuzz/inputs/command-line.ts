import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runProcess } from '../../runner/process.ts';
import { wholeNumber } from '../../whole-number.ts';
import { subjectNames, type Seen, type Share, type SubjectName } from './share.ts';
import { MOST_MILLISECONDS } from './stopwatch.ts';

const HELP = `npm run fuzz -- comments|configs|artifacts [--seed N] [--count N] [--jobs N]

  --seed N    the same seed gives the same inputs; default: 1
  --count N   how many; default: 1000000 comments, 100000 configurations, 100000 artifacts
  --jobs N    processes side by side, 1 to 16; default: 2

What strangers may send, read by what reads it in the app: each within ${MOST_MILLISECONDS} ms of processor time, every process
within 256 MB. Exit 1 when one throws, is read wrongly or takes longer.
`;

const DEFAULTS: Record<SubjectName, string> = { comments: '1000000', configs: '100000', artifacts: '100000' };
const MOST_MEMORY = 256e6;

/** Garbage is collected early, and a reader that needs more memory than this ends its process. */
const SMALL_HEAP = ['--max-old-space-size=160', '--max-semi-space-size=4'];

type Asked = { seed: number; count: number; jobs: number };

/** Fuzzes one of the readers of hostile input. Returns the exit code. */
export async function inputsCommandLine(
  subject: SubjectName,
  args: string[],
  say: (line: string) => void,
): Promise<number> {
  let asked: Asked;
  try {
    asked = readArguments(subject, args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  const progress = telling(asked, say);
  const shares = Array.from({ length: asked.jobs }, (_, first) =>
    runShare({ subject, seed: asked.seed, count: asked.count, first, step: asked.jobs }, (read) =>
      progress(first, read),
    ),
  );
  const all = (await Promise.all(shares)).reduce(together);
  for (const line of all.findings) say(line);
  say(
    `${all.read} ${subject}, seed ${asked.seed}: ${all.crashes} crashes, ${all.wrong} wrong, ` +
      `${all.slow} over ${MOST_MILLISECONDS} ms, slowest ${all.slowest.toFixed(1)} ms, ${Math.ceil(all.peak / 1e6)} MB`,
  );
  const isGood = all.read === asked.count && all.crashes + all.wrong + all.slow === 0;
  return isGood && all.peak <= MOST_MEMORY ? 0 : 1;
}

/** A process of its own, so that its memory and its processor time are those of the readers. */
async function runShare(share: Share, onProgress: (read: number) => void): Promise<Seen> {
  const lines: string[] = [];
  await runProcess({
    program: process.execPath,
    args: [...SMALL_HEAP, fileURLToPath(new URL('share-main.ts', import.meta.url)), JSON.stringify(share)],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    onLine(line) {
      const progress = /^\{"progress":(\d+)\}$/.exec(line)?.[1];
      if (progress === undefined) lines.push(line);
      else onProgress(Number(progress));
    },
    signal: new AbortController().signal,
    delays: { interrupt: 1000, terminate: 1000, streams: 1000 },
  });
  const last = lines.findLast((line) => line.startsWith('{"seen":'));
  if (last === undefined) throw new Error(`a process gave no figures: ${lines.slice(-5).join(' ')}`);
  return (JSON.parse(last) as { seen: Seen }).seen;
}

function together(one: Seen, other: Seen): Seen {
  return {
    read: one.read + other.read,
    crashes: one.crashes + other.crashes,
    wrong: one.wrong + other.wrong,
    slow: one.slow + other.slow,
    slowest: Math.max(one.slowest, other.slowest),
    peak: Math.max(one.peak, other.peak),
    findings: [...one.findings, ...other.findings],
  };
}

/** Says how far all have come, every 100,000 inputs. */
function telling({ count }: Asked, say: (line: string) => void): (job: number, read: number) => void {
  const done = new Map<number, number>();
  let told = 0;
  return (job, read) => {
    done.set(job, read);
    const sum = [...done.values()].reduce((total, one) => total + one, 0);
    if (sum - told < 100_000) return;
    told = sum;
    say(`${sum} of ${count}`);
  };
}

function readArguments(subject: SubjectName, args: string[]): Asked {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: DEFAULTS[subject] },
      jobs: { type: 'string', default: '2' },
    },
  });
  return {
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    count: wholeNumber('--count', values.count, 1, 100_000_000),
    jobs: wholeNumber('--jobs', values.jobs, 1, 16),
  };
}

/** The name of a subject, if it is one. */
export function subjectNamed(word: string | undefined): SubjectName | undefined {
  return subjectNames.find((name) => name === word);
}
