import { expect, test } from 'vitest';
import { hostileLines } from '../../../../bench/hostile-lines.ts';
import { judgeCommand } from '../../../../core/policy/bash/judge-command.ts';

const LONGEST = 65_536;
/** Many times what the bench allows, of the processor's time: what grows with the square takes seconds. */
const MOST_MS = 1000;

const rules = {
  allow: ['ls *', 'echo *', 'cat *', 'sed *', 'git log *', 'find *', 'bash *'],
  deny: ['git push *', 'git * --force', 'rm *'],
};

test.each(Object.entries(hostileLines))('64 KiB of %s are judged at once', (_, make) => {
  const line = make(LONGEST);
  expect(line.length).toBeLessThanOrEqual(LONGEST);
  expect(line.length).toBeGreaterThan(LONGEST / 3);
  const before = process.threadCpuUsage();
  judgeCommand(line, rules);
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(MOST_MS);
});
