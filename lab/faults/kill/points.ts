import type { AppPoint } from './point.ts';
import { OTHER_KINDS } from './points-of-kinds.ts';

const COMMENTS = /issues\/\d+\/comments$/;
const COMMENT = /issues\/comments\/\d+$/;
const PERMISSION = /permission$/;
/** The status comment's key in the outbox. */
const STATUS = ':status"';

/** The named points in the app at which it is killed, in the order of the work. */
export const APP_POINTS: readonly AppPoint[] = [
  {
    name: 'before-persist',
    says: 'the signature was right, the delivery is not kept',
    strike: { method: 'inbox.accept', when: 'before', matching: 'issue_comment' },
  },
  {
    name: 'after-persist',
    says: 'the delivery is kept, GitHub has no answer',
    strike: { method: 'inbox.accept', when: 'after', matching: 'issue_comment' },
  },
  {
    name: 'after-202',
    says: 'GitHub has its answer, the work has not begun',
    strike: { method: 'inbox.waiting', when: 'before', delay: 30 },
  },
  {
    name: 'claimed',
    says: 'the delivery was taken up',
    strike: { method: 'inbox.waiting', when: 'after' },
  },
  {
    name: 'permission-read',
    says: "GitHub was asked for the author's role",
    strike: { call: 'GET', path: PERMISSION, when: 'answered' },
  },
  {
    name: 'eyes-reply-lost',
    says: 'the command has its 👀, the app does not know',
    strike: { call: 'POST', path: /reactions$/, when: 'answered' },
  },
  {
    name: 'before-job',
    says: 'all was allowed, no job is kept',
    strike: { method: 'jobs.accept', when: 'before' },
  },
  { name: 'after-job', says: 'the job is kept', strike: { method: 'jobs.accept', when: 'after' } },
  {
    name: 'before-comment',
    says: 'it is noted that the status comment is about to be written',
    strike: { method: 'outbox.trying', when: 'after', matching: STATUS },
  },
  {
    name: 'comment-dropped',
    says: 'the status comment was sent and did not arrive',
    strike: { call: 'POST', path: COMMENTS, when: 'asked' },
  },
  {
    name: 'comment-reply-lost',
    says: 'GitHub has the status comment, the app does not know',
    strike: { call: 'POST', path: COMMENTS, when: 'answered' },
  },
  {
    name: 'comment-before-store',
    says: 'the app knows its status comment, the store does not',
    strike: { method: 'outbox.made', when: 'before', matching: STATUS },
  },
  {
    name: 'before-reserve',
    says: 'the status comment is there, no budget is reserved',
    strike: { method: 'ledger.reserve', when: 'before' },
  },
  {
    name: 'after-reserve',
    says: 'the budget is reserved, no ticket is signed',
    strike: { method: 'ledger.reserve', when: 'after' },
  },
  {
    name: 'before-dispatching',
    says: 'the ticket is signed',
    strike: { method: 'jobs.move', when: 'before', matching: '"dispatching"\\]$' },
  },
  {
    name: 'before-dispatch',
    says: 'it is noted that the run is about to be asked for',
    strike: { method: 'jobs.move', when: 'after', matching: '"dispatching"\\]$' },
  },
  {
    name: 'dispatch-dropped',
    says: 'the run was asked for and GitHub did not hear it',
    strike: { call: 'POST', path: /dispatches$/, when: 'asked' },
  },
  {
    name: 'dispatch-reply-lost',
    says: 'GitHub has made the run, the app does not know',
    strike: { call: 'POST', path: /dispatches$/, when: 'answered' },
  },
  {
    name: 'dispatch-before-store',
    says: 'the app knows the run, the store does not',
    strike: { method: 'jobs.dispatched', when: 'before' },
  },
  {
    name: 'dispatch-after-store',
    says: 'the run is kept, the delivery still counts as unfinished',
    strike: { method: 'jobs.dispatched', when: 'after' },
  },
  {
    name: 'running-reply-lost',
    says: 'the comment says that it runs',
    strike: { call: 'PATCH', path: COMMENT, when: 'answered' },
  },
  {
    name: 'completion-before-persist',
    says: "the news of the run's end has come and is not kept",
    strike: { method: 'inbox.accept', when: 'before', matching: ':completed"' },
  },
  {
    name: 'completion-after-persist',
    says: "the news of the run's end is kept, GitHub has no answer",
    strike: { method: 'inbox.accept', when: 'after', matching: ':completed"' },
  },
  {
    name: 'artifacts-listed',
    says: 'GitHub was asked for the artifacts',
    strike: { call: 'GET', path: /artifacts$/, when: 'answered' },
  },
  {
    name: 'artifact-fetching',
    says: 'the artifact was asked for',
    strike: { call: 'GET', path: /zip$/, when: 'asked' },
  },
  {
    name: 'validated',
    says: 'the result was read and found good',
    // The same is asked before the comment says that it runs.
    strike: { method: 'jobs.isHeld', when: 'before', matching: '"state":"running"' },
  },
  {
    name: 'publishing',
    says: 'it is noted that the end is about to be told',
    strike: { method: 'jobs.move', when: 'after', matching: '"publishing"\\]$' },
  },
  {
    name: 'end-reply-lost',
    says: 'the comment tells the end, the app does not know',
    strike: { call: 'PATCH', path: COMMENT, when: 'answered', matching: /is done/ },
  },
  {
    name: 'before-finish',
    says: 'the end is told, the job has not ended',
    strike: { method: 'jobs.finish', when: 'before' },
  },
  {
    name: 'after-finish',
    says: 'the job has ended, the delivery still counts as unfinished',
    strike: { method: 'jobs.finish', when: 'after' },
  },
  ...OTHER_KINDS,
];
