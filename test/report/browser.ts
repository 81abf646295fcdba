import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where the browser is that `cli/setup.sh browser` installs, or that GitHub's runners and people's machines have. */
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A browser without a window that asks nobody for anything by itself. */
export function openBrowser(): Promise<Browser> {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error(`No browser is at ${BROWSERS.join(', ')}: run 'sh cli/setup.sh browser'.`);
  return chromium.launch({
    executablePath,
    // The page under test is ours; a runner's user namespaces may be closed to the browser's own sandbox.
    chromiumSandbox: false,
    args: [
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page that was opened from a disk: what it asked for, and what it complained about. */
export type Opened = { readonly page: Page; readonly requests: string[]; readonly complaints: string[] };

/** Opens HTML as a file, as people do, and waits until it is drawn. */
export async function openHtml(browser: Browser, html: string, options: object = {}): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'agent-dispatch-page-'));
  const file = join(folder, 'report.html');
  await writeFile(file, html);
  const page = await browser.newPage(options);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('close', () => void rm(folder, { recursive: true, force: true }));
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('h1');
  return { page, requests, complaints };
}
