import type { PageData } from '../../core/report/page-data.ts';
import { el } from './dom.ts';
import { indexPage } from './index-page.ts';
import { runPage } from './run-page.ts';

/** Draws the report whose data the page holds. */
function draw(): void {
  const text = document.getElementById('data')?.textContent ?? '';
  const page = document.getElementById('page') as HTMLElement;
  try {
    page.append(...partsOf(JSON.parse(text) as PageData));
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    page.append(
      el('h1', {}, 'This report cannot be read'),
      el(
        'p',
        { role: 'alert' },
        `Its data was changed after it was written (${because}). Make it anew with "dispatch report".`,
      ),
    );
  }
}

function partsOf(data: PageData): readonly Node[] {
  if (data.kind === 'notice') return [el('h1', {}, 'No report'), el('p', {}, data.notice)];
  return data.kind === 'index' ? indexPage(data) : runPage(data);
}

draw();
// For whoever measures it.
performance.mark('drawn');
