import { describe, expect, test } from 'vitest';
import {
  decideApproval,
  objectionToDenial,
  openApproved,
  type ApprovalFacts,
} from '../../../core/approval/decide.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { goodApproval } from './facts.ts';

/** Everything that can be wrong with an approval, one each; all of it is independent of the rest. */
const { hearing, job, posted, current } = goodApproval;
type Wrong = readonly [code: string, reply: boolean, ends: string | null, (facts: ApprovalFacts) => void];
const WRONG: readonly Wrong[] = [
  ['not-created', false, null, (facts) => (facts.hearing.action = 'edited')],
  ['not-the-author', false, null, (facts) => (facts.hearing.sender = { ...hearing.sender, id: 9 })],
  ['not-a-person', false, null, (facts) => (facts.hearing.author = { ...hearing.author, type: 'Bot' })],
  ['written-by-app', false, null, (facts) => (facts.hearing.viaApp = true)],
  ['not-permitted', false, null, (facts) => (facts.role = 'triage')],
  ['not-permitted', false, null, (facts) => (facts.needed = 'maintain')],
  ['other-thread', true, null, (facts) => (facts.job.issueNumber = 4)],
  ['own-job', true, null, (facts) => (facts.requesterId = 2)],
  ['comment-changed', true, null, (facts) => (facts.comment = 'edited')],
  ['not-awaiting', true, null, (facts) => (facts.job.awaits = false)],
  ['not-awaiting', true, null, (facts) => (facts.posted.decided = true)],
  ['approval-expired', true, 'expired', (facts) => (facts.now = 2000)],
  ['other-digest', true, null, (facts) => (facts.named = 'ba'.repeat(6))],
  ['no-such-part', true, null, (facts) => (facts.without = [3, 4])],
  ['command-changed', true, 'refused', (facts) => (facts.command = 'gone')],
  ['config-changed', true, 'refused', (facts) => (facts.current.configBlob = 'd'.repeat(40))],
  ['head-moved', true, 'refused', (facts) => (facts.current.headSha = 'f'.repeat(40))],
  ['plan-changed', true, 'refused', (facts) => (facts.current.digest = 'cd'.repeat(32))],
];

function factsOf(set: number): ApprovalFacts {
  const facts: ApprovalFacts = {
    ...goodApproval,
    hearing: { ...hearing },
    job: { ...job },
    posted: { ...posted },
    current: { ...current },
  };
  WRONG.forEach(([, , , spoil], at) => (set >> at) % 2 === 1 && spoil(facts));
  return facts;
}

describe('of all combinations of what can be wrong', () => {
  test('the one in which nothing is approves, and the first objection is told', () => {
    const approved: number[] = [];
    const odd: unknown[] = [];
    for (let set = 0; set < 2 ** WRONG.length; set += 1) {
      const decision = decideApproval(factsOf(set));
      if (!isRefusal(decision)) approved.push(set);
      else {
        const first = WRONG.findIndex((_, at) => (set >> at) % 2 === 1);
        const [code, reply, ends] = WRONG[first] ?? [];
        const asExpected = decision.code === code && decision.reply === reply && decision.ends === ends;
        if (!asExpected || decision.remedy === '') odd.push([set, decision]);
      }
    }
    expect(odd).toEqual([]);
    expect(approved).toEqual([0]);
  });

  test('what was agreed to is what was posted, by whoever wrote the comment', () => {
    const decision = decideApproval(factsOf(0));
    if (isRefusal(decision)) throw new Error(decision.because);
    expect(openApproved(decision)).toEqual({
      jobId: job.jobId,
      digest: posted.digest,
      approver: { id: 2, login: 'rosa' },
      without: [3],
      call: null,
      proposal: null,
      commentId: 12,
    });
    expect(() => openApproved({ ...openApproved(decision) } as never)).toThrow(TypeError);
  });
});

describe('no approval', () => {
  const refused = (differing: Partial<ApprovalFacts>) => {
    const decision = decideApproval({ ...factsOf(0), ...differing });
    return isRefusal(decision) ? decision.code : 'approved';
  };
  test.each([
    ['without a role', { role: null }, 'not-permitted'],
    ['by triage, even for an agent that triage may start', { role: 'triage' as const }, 'not-permitted'],
    ['in another repository', { job: { ...job, repositoryId: 43 } }, 'other-thread'],
    ['by a comment that is gone', { comment: 'gone' as const }, 'comment-changed'],
    ['with eleven digits', { named: posted.digest.slice(0, 11) }, 'other-digest'],
    ['with digits beyond the digest', { named: `${posted.digest}a` }, 'other-digest'],
    ['without a part 0', { without: [0] }, 'no-such-part'],
    ['without a part that is no number', { without: [Number.NaN] }, 'no-such-part'],
    ['with no digits', { named: '' }, 'other-digest'],
    ['at an unknown time', { now: Number.NaN }, 'approval-expired'],
    ['without an end', { posted: { ...posted, expiresAt: Number.NaN } }, 'approval-expired'],
    ['of a command that was edited', { command: 'edited' as const }, 'command-changed'],
    ['with no configuration', { current: { ...current, configBlob: null } }, 'config-changed'],
    ['with no commit', { current: { ...current, headSha: null } }, 'head-moved'],
    ['with no plan', { current: { ...current, digest: null } }, 'plan-changed'],
  ])('%s', (_, differing, code) => {
    expect(refused(differing)).toBe(code);
  });

  test('by the requester under another name: accounts count, not logins', () => {
    const author = { ...hearing.author, login: 'renamed' };
    expect(refused({ requesterId: 2, hearing: { ...hearing, author, sender: author } })).toBe('own-job');
  });
});

describe('a denial', () => {
  const denied = (differing: Partial<ApprovalFacts>) =>
    objectionToDenial({ ...factsOf(0), ...differing })?.code ?? 'denied';
  test.each([
    ['is for people who could approve', {}, 'denied'],
    ['and for who asked', { requesterId: 2 }, 'denied'],
    ['not for others', { role: 'triage' as const }, 'not-permitted'],
    ['nor for bots', { hearing: { ...hearing, viaApp: true } }, 'written-by-app'],
    ['nor elsewhere', { job: { ...job, issueNumber: 4 } }, 'other-thread'],
    ['nor where nothing waits', { job: { ...job, awaits: false } }, 'not-awaiting'],
    ['nor twice', { posted: { ...posted, decided: true } }, 'not-awaiting'],
  ])('%s', (_, differing, code) => {
    expect(denied(differing)).toBe(code);
  });
});
