import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleRun } from '../../bench/sample-run.ts';
import { makeReport } from '../../edge/report/make-report.ts';
import { gate, isWithheld, orNotice, reveal } from '../../core/redact/gate.ts';
import { openBrowser, openHtml } from './browser.ts';
import { htmlOf, pageDataOf } from './sample-page.ts';

const SECRET = 'dummy-secret-of-the-test-4711-aaaa';
const run = sampleRun([{ tool: 'Read', input: { file_path: `/workspace/${SECRET}.ts` } }]);

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('a known secret is masked, the page says so, and why its chain is broken', async () => {
  const html = htmlOf(pageDataOf(run), { NAMED: SECRET });
  expect(html).not.toContain(SECRET);
  // Ablation: nobody named it.
  expect(htmlOf(pageDataOf(run))).toContain(SECRET);
  const { page } = await openHtml(browser, html);
  expect(await page.getByRole('table', { name: 'Secrets masked in this page' }).textContent()).toContain(
    'NAMED1',
  );
  await page.getByRole('button', { name: 'Verify the chain' }).click();
  await page.waitForFunction(() => document.querySelector('#chain')?.textContent?.startsWith('✕'));
  expect(await page.textContent('#chain')).toContain('Secrets were masked in this page');
  await page.close();
});

test('a secret in a disguise, or a planted one, leaves no page', () => {
  const hidden = sampleRun([{ tool: 'Bash', input: { command: Buffer.from(SECRET).toString('base64') } }]);
  expect(isWithheld(makeReport(pageDataOf(hidden), { secrets: { NAMED: SECRET } }))).toBe(true);
  expect(isWithheld(makeReport(pageDataOf(hidden), { secrets: {} }))).toBe(false);
  expect(isWithheld(makeReport(pageDataOf(run), { secrets: {}, canaries: { PLANTED: SECRET } }))).toBe(true);
});

test('what is withheld is a page that says so', async () => {
  const kept = gate(JSON.stringify({ text: SECRET }), 'report', {
    secrets: {},
    canaries: { PLANTED: SECRET },
  });
  const { page, complaints } = await openHtml(browser, reveal(orNotice(kept, 'report')));
  expect(await page.textContent('main')).toContain('This text was withheld');
  expect(complaints).toEqual([]);
  await page.close();
});

test('a text that is no data is no page', () => {
  expect(isWithheld(gate('<h1>ours</h1>', 'report', { secrets: {} }))).toBe(true);
});
