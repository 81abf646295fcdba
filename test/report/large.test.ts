import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleCalls, sampleRun } from '../../bench/sample-run.ts';
import { asBusy } from '../machine-share.ts';
import { openBrowser, openHtml } from './browser.ts';
import { pageDataOf, ungated } from './sample-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Milliseconds from the start of the navigation until the timeline has been painted. */
function drawn(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() =>
          setTimeout(() => resolve(performance.getEntriesByName('drawn')[0]!.startTime), 0),
        );
      }),
  );
}

async function scrolled(page: Page): Promise<{ last: string; count: number; ms: number }> {
  return page.evaluate(async () => {
    const list = document.querySelector('[role=listbox]') as HTMLElement;
    const began = performance.now();
    for (let part = 1; part <= 10; part++) {
      list.scrollTop = (list.scrollHeight * part) / 10;
      await new Promise((next) => requestAnimationFrame(next));
    }
    const rows = [...document.querySelectorAll('[role=option]')];
    return { last: rows.at(-1)?.textContent ?? '', count: rows.length, ms: performance.now() - began };
  });
}

test.each([
  [10_000, 2_000],
  [100_000, 30_000],
])(
  '%d calls are drawn within %d ms, and scroll',
  async (calls, most) => {
    const { page, complaints } = await openHtml(browser, ungated(pageDataOf(sampleRun(sampleCalls(calls)))));
    const ms = await drawn(page);
    expect(ms).toBeLessThan(asBusy(most));
    const { last, count, ms: scrolling } = await scrolled(page);
    expect(last).toContain('• end');
    expect(count).toBeLessThan(100);
    expect(scrolling).toBeLessThan(asBusy(2_000));
    expect(await page.getByRole('option').last().getAttribute('aria-setsize')).toBe(String(calls * 1.25 + 5));
    expect(complaints).toEqual([]);
    await page.close();
  },
  180_000,
);
