import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../core/config/read.ts';
import { pullEvents } from '../../core/config/triggers.ts';
import { compile, plainFacts } from '../../core/profile/compile.ts';

const page = readFileSync(new URL('../../docs/triggers.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```yaml\n(version[^`]*)```/g)].map(([, yaml = '']) => yaml);

describe('docs/triggers.md', () => {
  test('has examples that start', () => {
    expect(examples).toHaveLength(2);
    for (const yaml of examples) {
      const read = readConfig(yaml, 'docs/triggers.md');
      if ('problems' in read) throw new Error(JSON.stringify(read.problems));
      for (const agent of Object.keys(read.config.agents))
        expect(compile(read.config, agent, { ...plainFacts, trigger: 'pull_request' }).kind).toBe('plan');
    }
  });

  test('names every event', () => {
    for (const event of pullEvents) expect(page).toContain(`\`${event}\``);
  });

  test('shows a configuration for strangers that strangers can start', () => {
    const read = readConfig(examples[1] ?? '', 'docs/triggers.md');
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    const sources = { untrustedAuthor: false, forkHead: true };
    expect(compile(read.config, 'outsiders', { ...plainFacts, trigger: 'pull_request', sources }).kind).toBe(
      'plan',
    );
  });
});
