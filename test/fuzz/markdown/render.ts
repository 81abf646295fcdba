import { compile, parse, postprocess, preprocess } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { byCmark } from './cmark.ts';

/** A comment as a page. `escaped`: the same with raw HTML left out; what differs was written as HTML. */
export type Page = { readonly html: string; readonly escaped: string };

const extensions = [gfm()];
const htmlExtensions = [gfmHtml()];

/** The comment as two renderers show it: they disagree on odd documents, and the second is GitHub's. */
export function pagesOf(markdown: string): Page[] {
  return [byMicromark(markdown), { html: byCmark(markdown, true), escaped: byCmark(markdown, false) }];
}

/** Reading takes most of the time, so the two pages are written from one reading. */
function byMicromark(markdown: string): Page {
  const read = postprocess(
    parse({ extensions })
      .document()
      .write(preprocess()(markdown, undefined, true)),
  );
  const written = (raw: boolean) =>
    compile({
      htmlExtensions,
      allowDangerousHtml: raw,
      allowDangerousProtocol: true,
    })(read);
  return { html: written(true), escaped: written(false) };
}
