import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { byCmark } from './cmark.ts';

/** A comment as a page. `escaped`: the same with raw HTML left out; what differs was written as HTML. */
export type Page = { readonly html: string; readonly escaped: string };

/** The comment as two renderers show it: they disagree on odd documents, and the second is GitHub's. */
export function pagesOf(markdown: string): Page[] {
  return [byMicromark, byCmark].map((render) => ({
    html: render(markdown, true),
    escaped: render(markdown, false),
  }));
}

function byMicromark(markdown: string, raw: boolean): string {
  return micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: raw,
    allowDangerousProtocol: true,
  });
}
