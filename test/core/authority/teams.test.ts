import { expect, test } from 'vitest';
import { decide, type Facts } from '../../../core/authority/decide.ts';
import { objectionToDenial, decideApproval, type ApprovalFacts } from '../../../core/approval/decide.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { goodApproval } from '../approval/facts.ts';
import { goodFacts } from './facts.ts';

const CORE = 'octo/core';
const DOCS = 'octo/docs';
const ABROAD = 'elsewhere/core';

type Row = [
  what: string,
  teams: string[],
  memberships: [string, 'active' | 'none' | 'hidden'][],
  code: string,
];
const rows: Row[] = [
  ['no team is asked for', [], [], 'permitted'],
  ['a member', [CORE], [[CORE, 'active']], 'permitted'],
  ['a member of the second team', [CORE, DOCS], [[CORE, 'none'], [DOCS, 'active']], 'permitted'],
  ['a member of one, the other hidden', [CORE, DOCS], [[CORE, 'hidden'], [DOCS, 'active']], 'permitted'],
  ['the organisation in capitals', ['OCTO/core'], [['OCTO/core', 'active']], 'permitted'],
  ['nobody asked GitHub', [CORE], [], 'not-in-team'],
  ['no member', [CORE, DOCS], [[CORE, 'none'], [DOCS, 'none']], 'not-in-team'],
  ['a member of a team that was not named', [CORE], [[DOCS, 'active']], 'not-in-team'],
  ['the App may not look', [CORE], [[CORE, 'hidden']], 'team-hidden'],
  ['one hidden, no member of the other', [CORE, DOCS], [[CORE, 'none'], [DOCS, 'hidden']], 'team-hidden'],
  ['a team of another organisation, whatever is said of it', [ABROAD], [[ABROAD, 'active']], 'team-elsewhere'],
  ['a name that only begins alike', ['octopus/core'], [['octopus/core', 'active']], 'team-elsewhere'],
]; // prettier-ignore

test.each(rows)('%s', (_, teams, said, code) => {
  const memberships = new Map(said);
  const facts: Facts = { ...goodFacts, agent: { ...goodFacts.agent, teams }, memberships };
  const decision = decide(facts);
  expect(isRefusal(decision) ? decision.code : 'permitted').toBe(code);
  const approval: ApprovalFacts = { ...goodApproval, teams, memberships };
  const agreed = decideApproval(approval);
  expect(isRefusal(agreed) ? agreed.code : 'permitted').toBe(code);
});

test('a member without the role is refused for the role, in silence', () => {
  const agent = { ...goodFacts.agent, teams: [CORE] };
  const memberships = new Map([[CORE, 'active' as const]]);
  expect(decide({ ...goodFacts, agent, memberships, role: 'triage' })).toMatchObject({
    code: 'not-permitted',
    reply: false,
  });
});

test('what is lacking is named', () => {
  const agent = { ...goodFacts.agent, teams: [CORE] };
  const hidden = decide({ ...goodFacts, agent, memberships: new Map([[CORE, 'hidden' as const]]) });
  expect(hidden).toMatchObject({ reply: true, remedy: expect.stringContaining('`members: read`') });
});

test('a team that is not asked for a denial does not stand in its way', () => {
  expect(objectionToDenial(goodApproval)).toBeNull();
});
