import type { Verdict } from './verdict.ts';

const WORDS = { ok: 'ok', failed: 'FAILED', unchecked: 'NOT CHECKED' };

/** What is printed, and the exit code: 0 only when nothing failed, and with `strict` nothing was left unchecked. */
export function summary(
  verdicts: ReadonlyMap<string, Verdict>,
  strict: boolean,
): { lines: string[]; code: number } {
  const all = [...verdicts.values()];
  const count = (state: Verdict['state']) => all.filter((one) => one.state === state).length;
  const lines = [...verdicts].flatMap(([name, { state, said, findings }]) => [
    `${WORDS[state].padEnd(12)} ${name.padEnd(13)} ${said}`,
    ...findings.map((line) => `    ${line}`),
  ]);
  const bad = count('failed') + (strict ? count('unchecked') : 0);
  return {
    lines: [...lines, `${count('ok')} ok, ${count('failed')} failed, ${count('unchecked')} not checked`],
    code: bad === 0 && all.length > 0 ? 0 : 1,
  };
}
