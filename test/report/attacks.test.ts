import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleRun } from '../../bench/sample-run.ts';
import { openBrowser, openHtml } from './browser.ts';
import { htmlOf, pageDataOf, ungated } from './sample-page.ts';

/** What an agent, or a stranger through it, would write to become a part of the page. */
const ATTACKS = [
  '</script><script>window.pwned = 1</script>',
  '<!--<script>window.pwned = 1',
  '<img src="http://127.0.0.1:9/pixel" onerror="window.pwned = 1">',
  '</style><link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
  '"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">',
  '<svg onload="window.pwned = 1"><a href="javascript:window.pwned = 1">x</a></svg>',
  '\u2028;window.pwned = 1;//\u2029\u0000\u202Etxt.exe',
  '\\u003cscript>window.pwned = 1</script>',
  '__proto__',
];

const calls = ATTACKS.flatMap((text) => [
  { tool: 'Read', input: { file_path: `/${text}/${text}` } },
  { tool: `Read${text}`.slice(0, 200), input: { [text]: text } },
  { tool: 'Bash', input: { command: text }, denied: text },
]);
const all = ATTACKS.join('\n');
const run = sampleRun(calls, {
  text: all,
  outcome: 'failed',
  model: all.slice(0, 200),
  cage: all.slice(0, 400),
  cause: { code: '<script>1</script>', because: all, remedy: all },
  tainted: ATTACKS.map((text) => text.slice(0, 200)),
  masked: ATTACKS.map((text) => ({ kind: text.slice(0, 100), count: 1 })),
  wanted: { count: 1, calls: [{ tool: all.slice(0, 200), input: all.slice(0, 400) }] },
});
const data = pageDataOf(run, { name: ATTACKS[0]!, resultProblem: all });
const POLICY = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
const PWNED = '(globalThis).pwned === 1';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Everything on the page, with every row drawn and every fold open. */
async function opened(html: string) {
  const { page, requests, complaints } = await openHtml(browser, html);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    dispatchEvent(new Event('beforeprint'));
  });
  await page.waitForTimeout(200);
  const markup = await page.evaluate(
    () => document.querySelectorAll('main :is(img, script, link, meta, a, style)').length,
  );
  const isPwned = await page.evaluate<boolean>(PWNED);
  const text = await page.evaluate(() => document.querySelector('main')?.textContent ?? '');
  await page.close();
  return { requests: requests.length, complaints, markup, isPwned, text };
}

test.each(['run', 'index'])('what an agent writes stays text on a page about a %s', async (kind) => {
  const row = { name: all, page: 'javascript:alert(1)/report.html', agent: all, outcome: 'success' as const };
  const rest = { day: all, costUsd: 1, durationMs: 1, tainted: true, refused: 3 };
  const rules = Object.fromEntries(ATTACKS.map((text) => [text, 1]));
  const unreadable = ATTACKS.map((text) => ({ name: text, because: text }));
  const index = {
    kind: 'index',
    name: all,
    runs: [{ ...row, ...rest, rules }],
    unreadable,
    masked: [],
  } as const;
  const { requests, complaints, markup, isPwned, text } = await opened(htmlOf(kind === 'run' ? data : index));
  expect({ requests, complaints, isPwned }).toEqual({ requests: 1, complaints: [], isPwned: false });
  // The links of an index to the pages of its runs.
  expect(markup).toBe(kind === 'run' ? 0 : 3);
  for (const attack of ATTACKS.slice(0, 4)) expect(text).toContain(attack);
  expect(text).toContain('<U+202E>');
  expect(text).not.toContain('\u202E');
});

test('a link of an index leads to a file below it, whatever the name of its folder', async () => {
  const run = {
    agent: 'a',
    outcome: 'success',
    day: null,
    costUsd: null,
    durationMs: 1,
    tainted: false,
    refused: 0,
  } as const;
  const runs = [
    'javascript:alert(1)//report.html',
    '//collector.example/report.html',
    'a b#?/report.html',
  ].map((page) => ({
    ...run,
    name: page,
    page,
    rules: {},
  }));
  const { page } = await openHtml(
    browser,
    htmlOf({ kind: 'index', name: 'x', runs, unreadable: [], masked: [] }),
  );
  const links = await page
    .locator('a')
    .evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));
  const below = page.url().replace(/[^/]*$/, '');
  expect(links.length).toBeGreaterThan(2);
  for (const link of links) expect(link.startsWith(below)).toBe(true);
  await page.close();
});

test('ablation: without the escapes the same strings break out, and run once the policy is gone, too', async () => {
  const bare = ungated(data).replaceAll('\\u003c', '<').replaceAll('\\u003e', '>');
  const broken = await breakOut(bare);
  expect(broken.isPwned).toBe(false);
  expect(broken.complaints.join()).toContain('Content Security Policy');
  expect((await breakOut(bare.replace(POLICY, ''))).isPwned).toBe(true);
});

test('ablation: without the policy a text could be made markup', async () => {
  const makesMarkup = async (html: string) => {
    const { page } = await openHtml(browser, html);
    const made = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>x</b>';
        return true;
      } catch {
        return false;
      }
    });
    await page.close();
    return made;
  };
  const html = ungated(data);
  expect(POLICY.test(html)).toBe(true);
  expect(await makesMarkup(html)).toBe(false);
  expect(await makesMarkup(html.replace(POLICY, ''))).toBe(true);
});

/** A page whose data is broken says so; what broke out of it may have run before. */
async function breakOut(html: string) {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.route(/^http/, (route) => route.abort());
  await page.setContent(html, { waitUntil: 'commit' });
  await page.waitForTimeout(500);
  const isPwned = await page.evaluate<boolean>(PWNED);
  await page.close();
  return { isPwned, complaints };
}
