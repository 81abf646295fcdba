import { expect, test } from 'vitest';
import { lineOf, planOf, playLines } from './scripted-cli.ts';

/* Once a call has brought in what strangers wrote, the calls after it are judged as those of an agent that read it. */

const plan = {
  ...planOf(['Read', 'Bash', 'WebFetch']),
  taintedTools: ['Read', 'WebFetch'],
  egress: ['docs.example.com'],
};
const asks = (id: number, tool: string, input: object) => lineOf.asks(`t${id}`, tool, input);
const fetches = (id: number, host: string) => asks(id, 'WebFetch', { url: `https://${host}/`, prompt: 'x' });

async function play(questions: object[], egress = plan.egress) {
  const verdicts: string[] = [];
  const lines = [lineOf.init(plan), ...questions.flatMap((asked) => [asked, null]), lineOf.result];
  const { taint } = await playLines(lines, { ...plan, egress }, (note) => {
    if (note.kind === 'asked') verdicts.push(note.verdict.allow ? 'allow' : note.verdict.rule);
  });
  return { verdicts, taint };
}

const bash = (id: number) => asks(id, 'Bash', { command: 'npm test' });

test('a page that was fetched taints the run, and it stays so', async () => {
  const { verdicts, taint } = await play([
    fetches(1, 'docs.example.com'),
    bash(2),
    fetches(3, 'docs.example.com'),
    bash(4),
  ]);
  expect(verdicts).toEqual(['allow', 'untainted-tool', 'allow', 'untainted-tool']);
  expect(taint).toEqual(['what hosts on the internet answered']);
});

test('a command that may have read from a host taints it, too', async () => {
  expect((await play([bash(1), bash(2)])).verdicts).toEqual(['allow', 'untainted-tool']);
});

test('a call that was refused, and one that stays in the cage, taint nothing', async () => {
  const refused = await play([fetches(1, 'evil.example'), asks(2, 'Read', { file_path: 'a' })]);
  expect(refused).toEqual({ verdicts: ['web-hosts', 'allow'], taint: [] });
  expect(await play([bash(1), bash(2)], [])).toEqual({ verdicts: ['allow', 'allow'], taint: [] });
});
