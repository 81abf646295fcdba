import { parse } from 'unbash';
import { judge } from '../core/policy/judge.ts';
import type { PolicyPlan } from '../core/policy/limits.ts';
import { plainBash } from '../core/policy/rules/plain-bash.ts';
import { rules } from '../core/policy/table.ts';
import { patternsOf } from '../core/policy/tool-rule.ts';
import type { ToolCall } from '../core/policy/verdict.ts';
import { bashCorpus } from './bash-corpus.ts';
import { hostileLines } from './hostile-lines.ts';
import type { HostileLine } from './line-shapes.ts';
import { manyRules, openRules, pathCalls } from './policy-profile.ts';
import { quantile, verdict } from './statistics.ts';

const DECISIONS = 20_000;
const AIM_PATH_MS = 1;
const AIM_BASH_MS = 5;
const AIM_LONGEST_MS = 50;
const KIB = [1, 4, 16, 64];
/** So many readings of the longest, and as many more of a shorter one as it is shorter. */
const ROUNDS = 3;

/** The rules without the one that refuses a long command before it is read: what is measured is the reading. */
const readingRules = rules.filter((rule) => rule !== plainBash);

/** The judge alone, in this process: decisions a second, and time against the length of what is judged. */
export async function measure(): Promise<string> {
  const sources = bashCorpus().map(({ source }) => source);
  const bashCalls = sources.map(bashCall);
  const paths = timesOf(pathCalls, (call) => judge(call, manyRules));
  const bash = timesOf(bashCalls, (call) => judge(call, manyRules));
  const count = `${manyRules.allowedTools.length} allowed_tools, ${manyRules.disallowedTools.length} disallowed_tools`;
  say(`a profile of ${count}; ${DECISIONS} decisions of each kind`);
  say(rate(`calls with a path, ${pathCalls.length} in turn`, paths));
  say(rate(`Bash, the ${sources.length} lines of the corpus in turn`, bash));
  say(rate('peer: prefixes, as text is compared', timesOf(sources, prefixMatcher())));
  say(rate('peer: parsing alone (unbash)', timesOf(sources, parse)));
  const worst = measureLengths();
  const aims: [string, number, number][] = [
    ['decision on a path, p99', quantile(paths, 0.99), AIM_PATH_MS],
    ['decision on Bash, p99', quantile(bash, 0.99), AIM_BASH_MS],
    [`processor time for 64 KiB of Bash, at most (${worst.name})`, worst.time, AIM_LONGEST_MS],
  ];
  for (const [what, figure, aim] of aims) say(verdict(what, figure, aim, 'ms'));
  if (!aims.every(([, figure, aim]) => figure <= aim)) process.exitCode = 1;
  return `judge: ${perSecond(paths)} decisions/s on paths, ${perSecond(bash)} on Bash; 64 KiB in at most ${worst.time.toFixed(1)} ms of processor time`;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function bashCall(command: string): ToolCall {
  return { tool: 'Bash', input: { command }, actor: 'main' };
}

/** Milliseconds for each of many decisions, after a round in which the code gets warm. */
function timesOf<Item>(items: readonly Item[], decide: (item: Item) => unknown): number[] {
  for (const item of items) decide(item);
  return Array.from({ length: DECISIONS }, (_, at) => timed(() => decide(items[at % items.length] as Item)));
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function perSecond(times: readonly number[]): number {
  return Math.round((times.length / times.reduce((sum, time) => sum + time, 0)) * 1000);
}

function rate(what: string, times: readonly number[]): string {
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  return `${what}: ${perSecond(times)}/s, p50 ${p50.toFixed(4)} ms, p99 ${p99.toFixed(4)} ms`;
}

/** What one would write first: the line begins with what is allowed, and with nothing that is denied. */
function prefixMatcher(): (line: string) => boolean {
  const prefixes = (entries: readonly string[]) =>
    patternsOf(entries, 'Bash').map((pattern) => pattern.replace(/(:| )?\*.*$/, ''));
  const [allow, deny] = [prefixes(manyRules.allowedTools), prefixes(manyRules.disallowedTools)];
  return (line) =>
    !deny.some((prefix) => line.startsWith(prefix)) && allow.some((prefix) => line.startsWith(prefix));
}

/** Prints the time of each kind of line at each length. Returns the slowest of the longest. */
function measureLengths(): { name: string; time: number } {
  say(
    `\nprocessor time in ms for lines of ${KIB.join(', ')} KiB, under 200 rules or all of Bash, whichever is more`,
  );
  const all = Object.entries(hostileLines).map(([name, make]) => {
    const times = KIB.map((size) => timeOfLine(make, size));
    say(`${name.padEnd(44)} ${times.map((time) => time.toFixed(2).padStart(8)).join('')}`);
    return { name, time: times.at(-1) ?? Number.NaN };
  });
  say('');
  return all.reduce((worst, one) => (one.time > worst.time ? one : worst));
}

/** What other programs of the machine take is not counted: a mean of times by the clock would be theirs. */
function timeOfLine(make: HostileLine, kib: number): number {
  const call = bashCall(make(kib * 1024));
  const rounds = (ROUNDS * Math.max(...KIB)) / kib;
  const under = (plan: PolicyPlan) => {
    const read = () => judge(call, plan, [], readingRules);
    read();
    const before = process.threadCpuUsage();
    for (let round = 0; round < rounds; round += 1) read();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000 / rounds;
  };
  return Math.max(under(manyRules), under(openRules));
}
