import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FleetMember } from '../../core/output/fleet-members.ts';
import { sampleCalls, sampleRun } from '../../bench/sample-run.ts';
import { openBrowser, openHtml } from './browser.ts';
import { htmlOf, pageDataOf, ungated } from './sample-page.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const run = sampleRun(sampleCalls(200), {
  tainted: ['the pull request is from a fork'],
  masked: [{ kind: 'anthropic-api-key', count: 1 }],
  outputs: [
    {
      kind: 'review',
      event: 'REQUEST_CHANGES',
      summary: 'Two <b>mistakes</b>.',
      comments: [{ path: 'src/load.ts', line: 12, body: 'The cause is lost.' }],
      left_out: [{ path: 'src/gone.ts', line: 3 }],
    },
    {
      kind: 'check',
      conclusion: 'failure',
      title: 'Errors are lost',
      summary: 'See below.',
      annotations: [
        { path: 'src/load.ts', start_line: 12, end_line: 12, level: 'failure', message: 'Lost here.' },
      ],
    },
    { kind: 'labels', add: ['bug'] },
    { kind: 'patch', title: 'Keep the cause', body: 'It **throws** now.' },
    { kind: 'artifact', files: [{ path: 'out/report.md', name: 'report.md' }] },
  ],
  change: {
    became: 'made',
    base: 'a'.repeat(40),
    files: [{ path: 'src/old.ts', mode: null, sha256: null }],
  },
  fleet: [
    member('main', 'lead'),
    // Not in this order in the page.
    member('main/10', 'tester', { end: 'timed_out', tainted: true }),
    member('main/2', 'sub'),
    member('main/2/1', 'reader'),
  ],
  kept: { became: 'none', code: 'files-refused', because: 'It is too large.', remedy: 'Make it smaller.' },
  context: {
    diff: { given: 70_000, cut: 1_234, hidden: 3, files: 12 },
    failures: { given: 900, cut: 0, hidden: 0, jobs: 1, beyond: 0 },
    missing: [{ part: 'thread', because: 'The job needs the permission issues: read.' }],
  },
});
const html = htmlOf(pageDataOf(run));

/** An agent of a run of several. */
function member(id: string, agent: string, more: Partial<FleetMember> = {}): FleetMember {
  const calls = { allowed: 3, refused: 1 };
  return {
    id,
    agent,
    end: 'finished',
    cost_usd: 0.25,
    tokens: { input: 10, output: 5 },
    turns: 2,
    calls,
    tainted: false,
    ...more,
  };
}

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function verified(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await page.waitForFunction(() => /^[✓✕]/.test(document.querySelector('#chain')?.textContent ?? ''));
  return (await page.textContent('#chain')) ?? '';
}

/** What axe finds that is serious or worse. */
async function seriousIn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  const isBad = (impact: unknown) => impact === 'serious' || impact === 'critical';
  return violations
    .filter(({ impact }) => isBad(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
}

test.each(['light', 'dark'])(
  'in %s: nothing is asked for, nothing complains, axe finds nothing serious',
  async (scheme) => {
    const { page, requests, complaints } = await openHtml(browser, html, { colorScheme: scheme });
    expect(await page.title()).toBe('reviewer – dispatch report');
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'Answer',
      'What the agent handed in',
      'What the agent was given',
      'Agents',
      'Timeline',
      'Spend over time',
      'Files',
      'Connections',
      'What the gate changed',
      'Audit record',
    ]);
    for (const details of await page.locator('details:not([open]) > summary').all()) await details.click();
    await verified(page);
    expect(await seriousIn(page)).toEqual([]);
    expect(requests).toEqual([page.url()]);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test('axe would find a control without a name: the check can fail', async () => {
  const { page } = await openHtml(browser, html);
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('select')));
  expect(await seriousIn(page)).toEqual([expect.stringMatching(/^select-name: /)]);
  await page.close();
});

test('each output that was handed in shows as text, with what became of a change and of files', async () => {
  const { page } = await openHtml(browser, html);
  expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
    'Review: changes requested',
    'Check: Errors are lost (failure)',
    'Labels',
    'Pull request: Keep the cause',
    'Files',
  ]);
  const handed = (await page.textContent('#handed')) ?? '';
  expect(handed).toContain('Two <b>mistakes</b>.');
  expect(handed).toContain('src/load.ts:12The cause is lost.');
  expect(handed).toContain('does not have these lines: src/gone.ts:3');
  expect(handed).toContain('src/load.ts:12 (failure)Lost here.');
  expect(handed).toContain('src/old.tsdeleted');
  expect(handed).toContain('No file was kept: It is too large.');
  await page.close();
});

test('the agents of a run stand below the one that started them, with what each spent', async () => {
  const { page } = await openHtml(browser, html);
  const rows = await page.locator('#fleet tbody tr').allTextContents();
  expect(rows.map((row) => row.trim().split('$')[0])).toEqual([
    'mainleadfinished',
    'main/2subfinished',
    'main/2/1readerfinished',
    'main/10tester (read text by strangers)timed out',
  ]);
  expect(rows[0]).toContain('$0.25');
  await page.close();
});

test('what was hidden from people and taken out is counted, and what was missing is named', async () => {
  const { page } = await openHtml(browser, html);
  const given = (await page.textContent('#context')) ?? '';
  expect(given).toContain('3 hidden passages were removed');
  expect(given).toMatch(/diff of 12 files70,0001,2343/);
  expect(given).toMatch(/thread.*issues: read/);
  await page.close();
});

test('what is not known has no section', async () => {
  const {
    context: _given,
    fleet: _others,
    outputs: _handed,
    change: _change,
    kept: _kept,
    ...result
  } = run.result;
  const left = { ...result, audit_head: null };
  const data = pageDataOf({ lines: [], result: left }, { record: null });
  const { page } = await openHtml(browser, htmlOf(data));
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    'Answer',
    'What the gate changed',
    'Audit record',
  ]);
  await page.close();
});

test('the chain verifies in the page', async () => {
  const { page } = await openHtml(browser, html);
  expect(await verified(page)).toMatch(/^✓ The chain holds: \d+ records/);
  await page.close();
});

test.each([
  ['a byte of a path', 'part-5/file-5.ts', 'part-5/file-6.ts'],
  ['a verdict', '\\"verdict\\":\\"deny\\"', '\\"verdict\\":\\"fine\\"'],
  ['a space', '{\\"entry\\":{\\"actor\\"', '{ \\"entry\\":{\\"actor\\"'],
])('the chain fails when %s is changed', async (_, from, to) => {
  const at = html.lastIndexOf(from);
  expect(at).toBeGreaterThan(0);
  const changed = `${html.slice(0, at)}${to}${html.slice(at + from.length)}`;
  const { page } = await openHtml(browser, changed);
  expect(await verified(page)).toMatch(/^✕ The chain is broken at record \d+/);
  await page.close();
});

test('the chain fails when the last record is gone, and when another digest was published', async () => {
  const cut = { ...pageDataOf(run), record: { ...pageDataOf(run).record!, lines: run.lines.slice(0, -1) } };
  const first = await openHtml(browser, ungated(cut));
  expect(await verified(first.page)).toMatch(
    /^✕ The chain holds, but does not end with the digest that this page/,
  );
  await first.page.close();
  const other = pageDataOf({ ...run, result: { ...run.result, audit_head: 'a'.repeat(64) } });
  const second = await openHtml(browser, ungated(other));
  expect(await verified(second.page)).toMatch(
    /^✕ The chain holds, but does not end with the digest that the run/,
  );
  await second.page.close();
});

test('the timeline goes by keys, filters, and tells a screen reader where it is', async () => {
  const { page } = await openHtml(browser, html);
  const list = page.getByRole('listbox', { name: 'Timeline' });
  await list.focus();
  await page.keyboard.press('End');
  const active = async () => page.locator(`#${await list.getAttribute('aria-activedescendant')}`);
  const total = Number(await (await active()).getAttribute('aria-setsize'));
  expect(await (await active()).getAttribute('aria-posinset')).toBe(String(total));
  await page.keyboard.press('Home');
  for (let at = 0; at < 3; at++) await page.keyboard.press('ArrowDown');
  expect(await (await active()).textContent()).toContain('Read /workspace/src/part-0/file-0.ts');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'Selected record' });
  expect(await detail.evaluate((element) => document.activeElement === element)).toBe(true);
  expect(await detail.textContent()).toContain('allow-list');
  await page.keyboard.press('Escape');
  expect(await list.evaluate((element) => document.activeElement === element)).toBe(true);
  await page.getByLabel('Show').selectOption('bad');
  await page.getByLabel('with').fill('collector.example/99"');
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 1);
  expect(await page.locator('.row').textContent()).toContain(
    '✕ refused Bash curl https://collector.example/99',
  );
  await page.close();
});

test('on paper all rows of an ordinary run are there', async () => {
  const { page } = await openHtml(browser, html);
  expect(await page.locator('.row').count()).toBeLessThan(60);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await page.locator('.row').count()).toBe(255);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('listbox').evaluate((list) => list.scrollHeight <= list.clientHeight + 1)).toBe(
    true,
  );
  await page.close();
});
