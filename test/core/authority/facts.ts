import { decide, type Authorised, type Facts } from '../../../core/authority/decide.ts';
import { NO_MEMBERSHIPS } from '../../../core/authority/teams.ts';
import { isRefusal } from '../../../core/refusal.ts';

/** Facts about which nothing is wrong: mona, who may write, asks `reviewer` for something. */
export const goodFacts: Facts = {
  hearing: {
    action: 'created',
    commentId: 11,
    author: { id: 1, login: 'mona', type: 'User' },
    sender: { id: 1, login: 'mona', type: 'User' },
    viaApp: false,
    issueNumber: 3,
    repository: { id: 42, fullName: 'octo/hello', archived: false },
  },
  role: 'write',
  memberships: NO_MEMBERSHIPS,
  agent: { name: 'reviewer', invoke: 'write', teams: [] },
  issue: { open: true, locked: false },
  task: 'check the error handling',
  limits: {},
  frozen: {
    bodySha256: 'f'.repeat(64),
    updatedAt: '2026-11-20T10:00:00Z',
    headSha: 'e'.repeat(40),
    configBlob: 'c'.repeat(40),
    configCommit: 'd'.repeat(40),
    forkHead: false,
    private: false,
  },
};

/** The decision on `goodFacts`, with what differs. */
export function authorised(differing: Partial<Facts> = {}): Authorised {
  const decision = decide({ ...goodFacts, ...differing });
  if (isRefusal(decision)) throw new Error(decision.because);
  return decision;
}
