/**
 * Text in which no bot finds a marker. They know their own comments by `<!-- a name -->` anywhere in what
 * was written, be it code, and then edit or delete them.
 */
export function withoutMarkers(text: string): string {
  return text.replaceAll('<!--', '<! --');
}

/** HTML without its comments; one that never ends is left to be shown, since it would hide the rest. */
export function withoutHtmlComments(html: string): string {
  let out = '';
  let at = 0;
  for (;;) {
    const open = html.indexOf('<!--', at);
    const close = open === -1 ? -1 : html.indexOf('-->', open + 4);
    if (close === -1) return out + html.slice(at);
    out += html.slice(at, open);
    at = close + 3;
  }
}
