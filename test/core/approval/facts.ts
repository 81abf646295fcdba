import { NO_MEMBERSHIPS } from '../../../core/authority/teams.ts';
import type { ApprovalFacts } from '../../../core/approval/decide.ts';

/** Facts about which nothing is wrong: rosa, who may write, approves what mona (1) asked for. */
export const goodApproval: ApprovalFacts = {
  hearing: {
    action: 'created',
    commentId: 12,
    author: { id: 2, login: 'rosa', type: 'User' },
    sender: { id: 2, login: 'rosa', type: 'User' },
    viaApp: false,
    issueNumber: 3,
    repository: { id: 42, fullName: 'octo/hello', archived: false },
  },
  comment: 'as-written',
  command: 'as-written',
  role: 'write',
  needed: 'triage',
  teams: [],
  memberships: NO_MEMBERSHIPS,
  job: { jobId: '2'.repeat(32), agent: 'fetcher', repositoryId: 42, issueNumber: 3, awaits: true },
  requesterId: 1,
  posted: {
    digest: 'ab'.repeat(32),
    parts: 3,
    expiresAt: 2000,
    decided: false,
    configBlob: 'c'.repeat(40),
    headSha: 'e'.repeat(40),
    call: null,
    proposal: null,
  },
  named: 'ab'.repeat(6),
  without: [3],
  now: 1999,
  current: { configBlob: 'c'.repeat(40), headSha: 'e'.repeat(40), digest: 'ab'.repeat(32) },
};
