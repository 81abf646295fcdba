import { SCRIPT, SCRIPT_SHA256, STYLE, STYLE_SHA256 } from '../report/page-code.ts';
import { overJsonStrings } from './json-text.ts';

/**
 * The page may run one script and use one style sheet, both by their digests; it may load nothing, and nothing in it
 * can turn a text into markup.
 */
const POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${SCRIPT_SHA256}'`,
  `style-src 'sha256-${STYLE_SHA256}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * A report as HTML: a fixed page, and its data as JSON in a block that no browser runs. `data` is the JSON of a
 * `PageData`; its strings go through `redact`. Throws for what is not JSON.
 */
export function reportPage(data: string, redact: (text: string) => string): string {
  const redacted = overJsonStrings(data, redact);
  if (redacted === null) throw new TypeError('the data of a report is not JSON');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>dispatch report</title>
<style>${STYLE}</style>
</head>
<body>
<noscript>This report draws itself with a script that it holds. Without it, see result.json and summary.md beside it.</noscript>
<main id="page"></main>
<script id="data" type="application/json">${inScript(redacted)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** The page that says why there is no report. */
export function noticePage(notice: string): string {
  return reportPage(JSON.stringify({ kind: 'notice', notice }), (text) => text);
}

/** JSON in which nothing ends the element around it or begins a comment. These characters stand only in its strings. */
function inScript(json: string): string {
  const escaped: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };
  return json.replace(/[<>&]/g, (character) => escaped[character] as string);
}
