import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gate, orNotice, type Outbound } from '../../core/redact/gate.ts';
import * as artifactFolder from '../../edge/files/artifact-folder.ts';
import * as auditLog from '../../edge/files/audit-log.ts';
import * as keptFiles from '../../edge/files/kept-files.ts';
import * as sessionFile from '../../edge/files/session-file.ts';
import type { Request } from '../../edge/github/request.ts';
import * as checkRun from '../../edge/github/check-run.ts';
import * as proposals from '../../edge/github/propose.ts';
import * as reviews from '../../edge/github/review.ts';
import * as deployments from '../../edge/github/review-deployment.ts';
import * as github from '../../edge/github/write.ts';
import * as appLog from '../../edge/log/write-log.ts';
import * as notify from '../../edge/notify/send.ts';
import * as runner from '../../edge/runner/step.ts';
import { OUTBOUND_SINKS } from '../walls/sink-table.ts';

const { writeArtifact } = artifactFolder;
const { openAuditLog } = auditLog;
const { factsOfKept, writeKept } = keptFiles;
const { lockSession, writeSession, SESSION_FILE } = sessionFile;
const { addLabels, createComment, editComment } = github;
const { addAnnotations, createCheckRun, updateCheckRun } = checkRun;
const { createReview } = reviews;
const { createCommit, createPull, createTree } = proposals;
const { reviewDeployment } = deployments;
const { writeLog } = appLog;
const { sendNotification } = notify;
const { annotateError, beginSection, log, output, summarise } = runner;

/* A cast gets past the compiler. Every sink refuses what the gate did not make, before a byte has left. */

const folder = mkdtempSync(join(tmpdir(), 'forged-'));
const summaryFile = join(folder, 'summary');
const outputFile = join(folder, 'output');
const entry = { at: '2026-01-01T00:00:00.000Z', type: 'canary', tool: 'Bash', verdict: 'deny' };
const allowed = { verdict: 'allow', rule: 'no-objection', because: 'no rule objects' };
const asked = { at: entry.at, type: 'asked', seq: 1, actor: ['main'], tool: 'Bash', ...allowed };
const passed = (text: string): Outbound => orNotice(gate(text, 'audit', { secrets: {} }), 'audit');

/** Texts that did not pass the gate. */
const FORGED: [string, unknown][] = [
  ['a string', 'forged'],
  ['JSON', JSON.stringify(entry)],
  ['an object with text', { text: 'forged' }],
  ['an object with a method', { toString: () => 'forged' }],
  ['an empty frozen object, as sealed ones are', Object.freeze(Object.create(null))],
  ['a copy of what passed', Object.create(passed('forged'))],
  ['nothing', undefined],
];

let sent: string[];
const request: Request = (route) => {
  sent.push(route);
  return Promise.resolve({ status: 200, headers: {}, data: { id: 1, html_url: 'x' } });
};
const name = { owner: 'octo', repo: 'hello' };
const making = { name: 'agent-dispatch / reviewer', headSha: 'e'.repeat(40), externalId: 'a'.repeat(32) };
const changing = { status: 'completed', conclusion: 'success', detailsUrl: null } as const;

const binding = {
  jobId: 'a'.repeat(32),
  agent: 'reviewer',
  configBlob: 'c'.repeat(40),
  headSha: 'e'.repeat(40),
  expiresAt: 1,
};

const place = { line: 2, side: 'RIGHT', startLine: null, startSide: 'RIGHT' } as const;
const reviewing = (part: Partial<Parameters<typeof createReview>[3]>) =>
  createReview(request, name, 3, {
    commitId: 'e'.repeat(40),
    event: 'COMMENT',
    body: passed('x'),
    comments: [],
    ...part,
  });
const proposing = (part: object) =>
  createTree(request, name, {
    baseTree: 'f'.repeat(40),
    files: [{ path: passed('x'), mode: '100644', content: passed('x'), ...part }],
  });
const annotating = (part: object) =>
  addAnnotations(request, name, 5, {
    title: passed('x'),
    summary: passed('x'),
    annotations: [
      {
        path: passed('x'),
        startLine: 1,
        endLine: 1,
        level: 'notice',
        message: passed('x'),
        title: null,
        ...part,
      },
    ],
  });

const elsewhere = {
  url: 'https://127.0.0.1:1/',
  secret: 'dummy-notify-secret',
  world: { isForbidden: (address: string) => sent.push(address) > 0, ca: '' },
};

/** Each sink, called with one text; the record is opened for each call. */
const SINKS: Record<string, (text: Outbound) => unknown> = {
  writeArtifact: (text) => writeArtifact(folder, 'result.json', text),
  record: (text) => recorded((audit) => audit.record(text)),
  'record, of an input': (text) =>
    recorded((audit) =>
      audit.record(passed(JSON.stringify(asked)), { redacted: text, sha256: '0'.repeat(64) }),
    ),
  writeKept: (content) => writeKept(folder, [{ name: 'a.md', content, isText: true }]),
  'writeKept, of bytes': (content) => writeKept(folder, [{ name: 'b.png', content, isText: false }]),
  factsOfKept: (content) => void sent.push(factsOfKept({ content, isText: true }).sha256),
  lockSession: (text) => void sent.push(lockSession(text, 'k'.repeat(32), binding).locked),
  // What it writes was made of an `Outbound`, or it throws.
  writeSession: (text) => writeSession(folder, lockSession(text, 'k'.repeat(32), binding)),
  createComment: (text) => createComment(request, name, 3, text),
  editComment: (text) => editComment(request, name, 77, text),
  createCheckRun: (title) => createCheckRun(request, name, { ...making, title, summary: passed('x') }),
  'createCheckRun, below': (summary) =>
    createCheckRun(request, name, { ...making, title: passed('x'), summary }),
  updateCheckRun: (title) => updateCheckRun(request, name, 5, { ...changing, title, summary: passed('x') }),
  'updateCheckRun, below': (summary) =>
    updateCheckRun(request, name, 5, { ...changing, title: passed('x'), summary }),
  createReview: (body) => reviewing({ body }),
  editReviewComment: (body) => reviews.editReviewComment(request, name, 7, body),
  'createReview, a comment': (body) => reviewing({ comments: [{ ...place, path: passed('x'), body }] }),
  'createReview, its path': (path) => reviewing({ comments: [{ ...place, path, body: passed('x') }] }),
  addAnnotations: (message) => annotating({ message }),
  'addAnnotations, the path': (path) => annotating({ path }),
  'addAnnotations, the title': (title) => annotating({ title }),
  createTree: (content) => proposing({ content }),
  'createTree, a path': (path) => proposing({ path }),
  createCommit: (message) =>
    createCommit(request, name, { tree: 'f'.repeat(40), parent: 'e'.repeat(40), message }),
  createPull: (body) => createPull(request, name, { head: 'x', base: 'main', title: passed('x'), body }),
  'createPull, its title': (title) =>
    createPull(request, name, { head: 'x', base: 'main', title, body: passed('x') }),
  addLabels: (label) => addLabels(request, name, 3, [passed('x'), label]),
  writeLog: (text) => writeLog(text, { at: 0 }),
  'writeLog, to a function': (text) => writeLog(text, { at: 0, to: (line) => void sent.push(line) }),
  // As far as the connection: whether it may be made is asked last.
  sendNotification: (body) => sendNotification(elsewhere, { id: 'a', at: 0, body }),
  reviewDeployment: (comment) =>
    reviewDeployment(request, name, { runId: 9, environment: 'production', state: 'rejected', comment }),
  log: (text) => log(text),
  beginSection: (text) => beginSection(text)(),
  annotateError: (text) => annotateError(text),
  output: (text) => output('text', text),
  summarise: (text) => summarise(text),
};

function recorded(act: (audit: ReturnType<typeof openAuditLog>) => void): void {
  rmSync(join(folder, 'audit.jsonl'), { force: true });
  const audit = openAuditLog(folder);
  try {
    act(audit);
  } finally {
    audit.close();
  }
}

beforeEach(() => {
  sent = [];
  for (const file of [summaryFile, outputFile]) writeFileSync(file, '');
  vi.stubEnv('GITHUB_STEP_SUMMARY', summaryFile);
  vi.stubEnv('GITHUB_OUTPUT', outputFile);
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((chunk) => sent.push(String(chunk)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every byte that left in this test. */
function left(): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  return [...sent, ...files].join('');
}

const calls = Object.entries(SINKS).flatMap(([sink, call]) =>
  FORGED.map(([what, text]) => ({ sink, call, what, text })),
);

test.each(calls)('$sink throws for $what', async ({ call, text }) => {
  rmSync(join(folder, 'result.json'), { force: true });
  await expect((async () => call(text as Outbound))()).rejects.toThrow(/not a sealed Outbound/);
  expect(left()).toBe('');
});

test('a conversation that was not encrypted here is not written', async () => {
  const forged = { locked: 'plain words' };
  rmSync(join(folder, SESSION_FILE), { force: true });
  await expect(writeSession(folder, forged)).rejects.toThrow(/not a conversation that passed the gate/);
  expect(existsSync(join(folder, SESSION_FILE))).toBe(false);
});

test('every function of every sink is called here, but for those that are given no text of a run', () => {
  const modules = {
    ...artifactFolder,
    ...auditLog,
    ...keptFiles,
    ...sessionFile,
    ...checkRun,
    ...deployments,
    ...github,
    ...proposals,
    ...reviews,
    ...appLog,
    ...notify,
    ...runner,
  };
  expect(Object.keys(OUTBOUND_SINKS)).toHaveLength(12);
  const without = [
    'makeArtifactFolder',
    'readArtifactFile',
    'SESSION_FILE',
    'react',
    'cancelRun',
    'createBranch',
    'dispatchWorkflow',
    'redeliver',
    'hide',
  ];
  const here = Object.keys(SINKS).filter((sink) => sink in modules);
  expect([...here, 'openAuditLog', ...without].toSorted()).toEqual(Object.keys(modules).toSorted());
  expect(Object.keys(notify)).toEqual(['sendNotification']);
});

describe('the same sinks let out what passed', () => {
  test.each(Object.entries(SINKS))('%s', async (_, call) => {
    rmSync(join(folder, 'files'), { recursive: true, force: true });
    rmSync(join(folder, SESSION_FILE), { force: true });
    await call(passed(JSON.stringify(entry)));
    expect(left()).not.toBe('');
    expect(existsSync(folder)).toBe(true);
  });
});
