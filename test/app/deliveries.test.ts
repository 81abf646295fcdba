import { expect, test } from 'vitest';
import { alwaysKept, mayBeKept, readDelivery } from '../../app/deliveries.ts';

const comment = { action: 'created', comment: { id: 7 }, repository: { id: 42 }, installation: { id: 5 } };
const user = { type: 'User' };
const edited = {
  ...comment,
  action: 'edited',
  comment: { id: 7, updated_at: '2026-11-20T10:00:00Z', user },
  changes: { body: {} },
};
const pressed = {
  action: 'rerequested',
  check_run: { id: 5, external_id: 'a'.repeat(32) },
  sender: { id: 3 },
  repository: { id: 42 },
  installation: { id: 5 },
};
const run = {
  action: 'completed',
  workflow_run: { id: 9, run_attempt: 1 },
  repository: { id: 42 },
  installation: { id: 5 },
};
const head = 'a'.repeat(40);
const pull = {
  action: 'synchronize',
  number: 3,
  pull_request: { head: { sha: head }, updated_at: '2026-11-20T10:00:00Z' },
  repository: { id: 42 },
  installation: { id: 5 },
};
const read = (event: string, payload: unknown) =>
  readDelivery('guid', event, Buffer.from(JSON.stringify(payload)));

test('a comment and a run are known by what they are about, not by their GUID', () => {
  expect(read('issue_comment', comment)).toMatchObject({
    contentKey: '42:comment:7',
    lane: 42,
    delivery: 'guid',
  });
  expect(read('workflow_run', run)).toMatchObject({ contentKey: '42:run:9:1:completed' });
});

test('a button is known by the check and whoever pressed it', () => {
  const key = '42:check:5:retry:3';
  expect(read('check_run', pressed)?.contentKey).toBe(key);
  const button = { ...pressed, action: 'requested_action', requested_action: { identifier: 'retry' } };
  expect(read('check_run', button)?.contentKey).toBe(key);
});

test('an edit and the end of a comment are known by the comment, and an edit by its time', () => {
  expect(read('issue_comment', edited)?.contentKey).toBe('42:comment:7:edited:2026-11-20T10:00:00Z');
  expect(read('issue_comment', { ...edited, action: 'deleted' })?.contentKey).toBe('42:comment:7:deleted');
});

test("a pull request's news are known by its head and its time: a head may come back", () => {
  const key = `42:pull:3:synchronize:${head}:2026-11-20T10:00:00Z`;
  expect(read('pull_request', pull)).toMatchObject({ contentKey: key, lane: 42 });
  const later = { ...pull, pull_request: { ...pull.pull_request, updated_at: '2026-11-20T10:00:01Z' } };
  expect(read('pull_request', later)?.contentKey).not.toBe(key);
  expect(read('pull_request', { ...pull, action: 'edited', changes: { base: {} } })).not.toBeNull();
  expect(read('pull_request', { ...pull, action: 'ready_for_review' })).not.toBeNull();
  const labelled = (id: number) =>
    read('pull_request', { ...pull, action: 'labeled', label: { id } })?.contentKey;
  expect(labelled(1)).not.toBe(labelled(2));
  expect(labelled(1)).toBe(labelled(1));
});

test.each([
  ['an edit that leaves the text', 'issue_comment', { ...edited, changes: {} }],
  ["a bot's edit", 'issue_comment', { ...edited, comment: { ...edited.comment, user: { type: 'Bot' } } }],
  ["a bot's deleted comment", 'issue_comment', { ...comment, action: 'deleted' }],
  ['a check that was made', 'check_run', { ...pressed, action: 'created' }],
  [
    'another button',
    'check_run',
    { ...pressed, action: 'requested_action', requested_action: { identifier: 'x' } },
  ],
  ['a check with another id', 'check_run', { ...pressed, check_run: { id: 5, external_id: '' } }],
  ['a requested run', 'workflow_run', { ...run, action: 'requested' }],
  ['a new title of a pull request', 'pull_request', { ...pull, action: 'edited', changes: { title: {} } }],
  ['a pull request that was closed', 'pull_request', { ...pull, action: 'closed' }],
  ['a head that is none', 'pull_request', { ...pull, pull_request: { head: { sha: 'x' }, updated_at: '' } }],
  ['another event', 'push', { ...comment }],
  ['no installation', 'issue_comment', { ...comment, installation: undefined }],
  ['an id that is no number', 'issue_comment', { ...comment, comment: { id: '7' } }],
  ['a repository that is none', 'issue_comment', { ...comment, repository: null }],
])('%s concerns nothing we do', (_, event, payload) => {
  expect(read(event, payload)).toBeNull();
});

test.each([
  ['broken JSON', Buffer.from('{')],
  ['a list', Buffer.from('[]')],
  ['nothing', Buffer.alloc(0)],
  ['UTF-16', Buffer.from(JSON.stringify(comment), 'utf16le')],
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
])('%s is not understood', (_, body) => {
  expect(readDelivery('guid', 'issue_comment', body)).toBeUndefined();
});

test('what GitHub delivered is asked for again only where every such delivery is kept', () => {
  expect(alwaysKept('issue_comment', 'created')).toBe(true);
  expect(mayBeKept('issue_comment', 'created')).toBe(true);
  expect(alwaysKept('pull_request', 'edited')).toBe(false);
  expect(mayBeKept('pull_request', 'edited')).toBe(true);
  expect(mayBeKept('workflow_run', 'requested')).toBe(false);
  expect(mayBeKept('installation', null)).toBe(false);
});
