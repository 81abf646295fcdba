import type { AppPoint } from './point.ts';

/** The check's key in the outbox. */
const CHECK = '"check:';

/** The points to which only wrong commands come, those of a pull request, or those that somebody has to agree to. */
export const OTHER_KINDS: readonly AppPoint[] = [
  {
    name: 'answer-reply-lost',
    says: 'a wrong command has its reply, the app does not know',
    strike: {
      call: 'POST',
      path: /issues\/\d+\/comments$/,
      when: 'answered',
      matching: /<!-- agent-dispatch reply=/,
    },
    of: 'reply',
  },
  {
    name: 'before-check',
    says: 'the job of a pull request is kept, its check is not noted',
    strike: { method: 'outbox.trying', when: 'before', matching: CHECK },
    of: 'pull',
  },
  {
    name: 'check-noted',
    says: 'it is noted that the check is about to be made',
    strike: { method: 'outbox.trying', when: 'after', matching: CHECK },
    of: 'pull',
  },
  {
    name: 'check-reply-lost',
    says: 'GitHub has the check, the app does not know',
    strike: { call: 'POST', path: /check-runs$/, when: 'answered' },
    of: 'pull',
  },
  {
    name: 'before-ask',
    says: 'somebody has to agree to the plan, which is not kept',
    strike: { method: 'approvals.ask', when: 'before' },
    of: 'approval',
  },
  {
    name: 'after-ask',
    says: 'the plan is kept, nobody has seen it',
    strike: { method: 'approvals.ask', when: 'after' },
    of: 'approval',
  },
  {
    name: 'before-spend',
    says: 'somebody has agreed, the budget is reserved, the approval is not spent',
    strike: { method: 'approvals.spend', when: 'before' },
    of: 'approval',
  },
  {
    name: 'after-spend',
    says: 'the approval is spent, the run is not asked for',
    strike: { method: 'approvals.spend', when: 'after' },
    of: 'approval',
  },
];
