import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PROPOSAL_MAX_CHARACTERS, proposalFields } from '../../core/approval/proposal.ts';
import { readConfig } from '../../core/config/read.ts';
import { compile, plainFacts } from '../../core/profile/compile.ts';

const page = readFileSync(new URL('../../docs/plans.md', import.meta.url), 'utf8');
const [yaml = ''] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text);

function compiled(text: string) {
  const read = readConfig(text, 'docs/plans.md');
  if ('problems' in read) return read.problems.map(({ message }) => message);
  return compile(read.config, 'fixer', { ...plainFacts, trigger: 'comment' });
}

describe('docs/plans.md', () => {
  test('shows an agent that has to propose, and names each part of a plan', () => {
    expect(compiled(yaml ?? '')).toMatchObject({
      kind: 'plan',
      plan: { tools: ['Read', 'Grep'], requirePlan: true },
    });
    for (const part of Object.keys(proposalFields).filter((name) => name !== 'steps'))
      expect(page).toContain(`\`${part}\``);
    expect(page).toContain(`${PROPOSAL_MAX_CHARACTERS.toLocaleString('en')} characters`);
  });

  test.each([
    ['policy: require_approval', /`require_plan` and `policy: require_approval`/],
    ['policy: deny_all', /`require_plan` and `policy: deny_all`/],
    ['output_schema: { type: boolean }', /`require_plan` and `output_schema`/],
  ])('%s does not go with it', (line, words) => {
    const text = (yaml ?? '').replace('outputs: [comment, patch]', line);
    expect(compiled(text)).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
  });
});
