import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { zipOf } from '../app/world.ts';
import { API_KEY, begin, shippedConfig, type Story } from './story.ts';

/* An agent whose profile has its conversations kept goes on with one: with the real CLI, and what it was told then. */

const SESSION_KEY = 'dummy-session-key-0123456789abcdef';
const config = shippedConfig.replace('  invoke: write\n', '  invoke: write\n  session_hours: 24\n');

/** A repository whose reviewer reads a file and answers; asked for more, it answers once more. */
async function started(key: string | null = SESSION_KEY): Promise<Story> {
  const story = await begin({
    files: {
      '.github/dispatch.yml': config,
      'src/add.js': `export const add = (a, b) => a - b; // ${API_KEY} marmalade\n`,
    },
    model: (request, turn) => {
      const more = JSON.stringify(request).includes('You continue the job');
      if (more) return { text: 'Line one, as I said.' };
      return turn === 0
        ? { text: 'I look first.', calls: [{ tool: 'Read', input: { file_path: '/workspace/src/add.js' } }] }
        : { text: 'It subtracts: a heron on line one.' };
    },
  });
  if (key !== null) story.github.setSecret(story.repository, 'DISPATCH_SESSION_KEY', key);
  await story.says('/dispatch reviewer find the porcupine');
  return story;
}

const jobOf = (story: Story, at: number) =>
  /[0-9a-f]{32}/.exec(story.replies()[at]?.at(-1)?.split('job=')[1] ?? '')?.[0] ?? '';

const inArtifacts = (story: Story) =>
  globSync(`${story.root}/runner/**/agent-dispatch-result-*/**`, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, text: readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8') }));

test('a run that opts in leaves its conversation encrypted, and the next one is given it', async () => {
  const story = await started();
  const job = jobOf(story, 0);
  const first = story.replies()[0]?.at(-1) ?? '';
  expect(first).toContain('reviewer is done');
  expect(first).toContain(`\`/dispatch continue ${job} what more\``);
  const locked = inArtifacts(story).filter(({ name }) => name === 'session.enc');
  expect(locked).toHaveLength(1);
  for (const word of ['porcupine', 'heron', 'marmalade', 'reviewer', SESSION_KEY])
    for (const form of [word, Buffer.from(word).toString('base64').slice(0, -3)])
      expect(locked[0]?.text).not.toContain(form);
  // What the file that it read says stands nowhere else, either: only the answer is told.
  expect(inArtifacts(story).filter(({ text }) => text.includes('marmalade'))).toEqual([]);
  const before = story.model.requests.length;

  await story.says(`/dispatch continue ${job} which line is it?`);
  const sent = JSON.stringify(story.model.requests.slice(before).map(({ body }) => body));
  expect(sent).toContain('which line is it?');
  for (const said of ['find the porcupine', 'I look first.', '/workspace/src/add.js', 'marmalade', 'a heron'])
    expect(sent).toContain(said);
  // The file held a secret of the job: it was masked before it was encrypted.
  expect(sent).toContain('[redacted: anthropic-api-key]');
  expect(sent).not.toContain(API_KEY);
  const second = story.replies()[1]?.at(-1) ?? '';
  expect(second).toContain('reviewer is done');
  expect(second).toContain(`continues job \`${job}\``);
  expect(second).toContain('The agent read text by strangers: conversation of job');
  expect(story.log.join('\n')).toContain(`context: continues job ${job}, 5 turns`);
  const pages = inArtifacts(story).filter(({ name }) => name === 'report.html');
  expect(pages.some(({ text }) => text.includes(`"job_id":"${job}","turns":5`))).toBe(true);

  await story.says(`/dispatch continue ${jobOf(story, 1)} and the other one?`);
  const last = JSON.stringify(story.model.requests.at(-1)?.body);
  for (const said of [
    'find the porcupine',
    'which line is it?',
    'Line one, as I said.',
    'and the other one?',
  ])
    expect(last).toContain(said);
  expect(story.github.violations).toEqual([]);
}, 180_000);

test('without a key nothing is kept, and whoever wants to go on is told what is missing', async () => {
  const story = await started(null);
  expect(inArtifacts(story).filter(({ name }) => name === 'session.enc')).toEqual([]);
  expect(story.log.join('\n')).toContain(
    'session: the conversation is not kept: the step has no `session-key`',
  );
  const asked = story.model.requests.length;
  await story.says(`/dispatch continue ${jobOf(story, 0)} which line is it?`);
  expect(story.model.requests).toHaveLength(asked);
  expect(story.replies()[1]?.at(-1)).toContain('`session-key`');
}, 120_000);

test('with another key, or none any more, no model is asked', async () => {
  const story = await started();
  const asked = story.model.requests.length;
  const end = async (key: string, at: number) => {
    story.github.setSecret(story.repository, 'DISPATCH_SESSION_KEY', key);
    await story.says(`/dispatch continue ${jobOf(story, 0)} which line is it?`);
    expect(story.model.requests).toHaveLength(asked);
    return story.replies()[at]?.at(-1);
  };
  expect(await end('another-dummy-session-key-0123456789', 1)).toContain('cannot be decrypted');
  expect(await end('', 2)).toContain('`session-key` is empty');
  expect(await end('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 3)).toContain('is no key');
}, 180_000);

test('a conversation that somebody changed in the artifact is not given', async () => {
  const story = await started();
  const [artifact] = story.github.runs[0]?.artifacts ?? [];
  const locked = inArtifacts(story).find(({ name }) => name === 'session.enc')?.text ?? '';
  const result = inArtifacts(story).find(({ name }) => name === 'result.json')?.text ?? '';
  const forged = `${locked.slice(0, -2)}${locked.endsWith('AA') ? 'BB' : 'AA'}`;
  if (artifact) artifact.zip = await zipOf({ 'result.json': result, 'session.enc': forged });
  const asked = story.model.requests.length;
  await story.says(`/dispatch continue ${jobOf(story, 0)} which line is it?`);
  expect(story.model.requests).toHaveLength(asked);
  expect(story.replies()[1]?.at(-1)).toContain('is not the one of the job');
}, 120_000);
