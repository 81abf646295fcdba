/** A text, and how many passages were taken out of it that its readers do not see. */
export type Cleaned = { text: string; hidden: number };

/** No tag that people write is longer; what is looked at for the end of one. */
const LONGEST_TAG = 4096;
const TAG_SIGN = />|=\s{0,20}["']/g;
const NAME = /<(\/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])/y;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
/** Attributes that say how something looks, when what they hold is one short word. */
const OF_LAYOUT =
  /^(?:align|border|class|colspan|dir|height|id|lang|name|open|rel|rowspan|start|target|type|valign|width)$/;
const ONE_WORD = /^[\w.%:#-]{0,30}$/;
const UNSEEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*\.?0*(?![.\d])|font-size\s*:\s*0|color\s*:\s*(?:transparent|white|#fff)|clip|text-indent\s*:\s*-|(?:left|top)\s*:\s*-\d/i;
const UNSEEN_ELEMENTS =
  /^(?:audio|canvas|datalist|head|iframe|math|meta|noembed|noframes|noscript|object|script|style|svg|template|textarea|title|video|xmp)$/;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
/** What stands before HTML that begins a block: nothing, or the marks of quotes and lists. */
const BLOCK_START = /(?:^|\n)(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*$/;

/**
 * Takes out of text with HTML in it what is not shown: comments, instructions to programs, elements that are hidden
 * or show nothing, and the attributes of all others but for where a link leads. What is folded away is marked as such.
 * Takes rather too much than too little; time grows with the length alone.
 */
export function withoutHiddenHtml(text: string): Cleaned {
  let out = '';
  let hidden = 0;
  let at = 0;
  for (;;) {
    const open = text.indexOf('<', at);
    if (open === -1) return { text: out + text.slice(at), hidden };
    out += text.slice(at, open);
    const found = declarationAt(text, open) ?? tagAt(text, open);
    out += found?.shown ?? '<';
    hidden += found?.hidden ?? 0;
    at = found?.end ?? open + 1;
  }
}

/** What stands at a place of the text: where it ends, what of it is shown, and how much of it is hidden. */
type Found = { end: number; shown: string; hidden: number };

/** How comments and the like begin and end; one that never ends hides the rest where it begins a block. */
const DECLARATIONS = [
  { opens: /<!--/y, closes: '-->', from: 2 },
  { opens: /<\?/y, closes: '?>', from: 2 },
  { opens: /<!\[CDATA\[/y, closes: ']]>', from: 9 },
  { opens: /<![A-Za-z]/y, closes: '>', from: 2 },
];

function declarationAt(text: string, open: number): Found | null {
  for (const { opens, closes, from } of DECLARATIONS) {
    opens.lastIndex = open;
    if (!opens.test(text)) continue;
    const close = text.indexOf(closes, open + from);
    if (close !== -1) return gone(close + closes.length);
    return BLOCK_START.test(text.slice(Math.max(0, open - 200), open)) ? gone(text.length) : null;
  }
  return null;
}

function gone(end: number): Found {
  return { end, shown: '', hidden: 1 };
}

function tagAt(text: string, open: number): Found | null {
  NAME.lastIndex = open;
  const [head, slash, written] = NAME.exec(text) ?? [];
  if (head === undefined || written === undefined) return null;
  const end = tagEnd(text, open + head.length);
  if (end === null) return null;
  const name = written.toLowerCase();
  if (slash === '/')
    return { end, shown: name === 'details' ? '[end of what is collapsed]' : `</${written}>`, hidden: 0 };
  const { kept, hidden, isUnseen } = attributes(
    text.slice(open + head.length, end).replace(/\/?>$/, ''),
    name,
  );
  if (isUnseen || UNSEEN_ELEMENTS.test(name))
    return gone(VOID.test(name) ? end : elementEnd(text, name, end));
  return { end, shown: name === 'details' ? '[collapsed:]' : `<${written}${kept}>`, hidden };
}

/** Where a tag ends. A quote counts after `=` only, and one that stays open takes all of what follows. */
function tagEnd(text: string, from: number): number | null {
  const near = text.slice(from, from + LONGEST_TAG);
  let at = 0;
  for (;;) {
    TAG_SIGN.lastIndex = at;
    const found = TAG_SIGN.exec(near);
    if (found === null) return null;
    const { 0: sign, index } = found;
    if (sign === '>') return from + index + 1;
    at = near.indexOf(sign.slice(-1), index + sign.length) + 1;
    if (at === 0) return text.length;
  }
}

/** Where a hidden element ends, those of the same name within it counted; with the text when it is never closed. */
function elementEnd(text: string, name: string, from: number): number {
  const tags = new RegExp(`<(/?)${name}(?=[\\s/>])`, 'gi');
  tags.lastIndex = from;
  let depth = 1;
  for (const [, slash] of iterate(tags, text)) {
    depth += slash === '/' ? -1 : 1;
    if (depth === 0) return tagEnd(text, tags.lastIndex) ?? text.length;
  }
  return text.length;
}

function* iterate(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) yield found;
}

/** What is kept of a tag's attributes; the rest counts as one hidden passage, unless it only says how things look. */
function attributes(inner: string, name: string): { kept: string; hidden: number; isUnseen: boolean } {
  let kept = '';
  let isUnseen = false;
  let hidden = inner.replace(ATTRIBUTE, '').replaceAll('/', '').trim() === '' ? 0 : 1;
  for (const [, written = '', ...values] of inner.matchAll(ATTRIBUTE)) {
    const key = written.toLowerCase();
    const value = values.find((one) => one !== undefined) ?? '';
    if (key === 'hidden' || (key === 'aria-hidden' && value !== 'false')) isUnseen = true;
    else if (key === 'style' && UNSEEN_STYLE.test(value)) isUnseen = true;
    else if (isPlace(key, name) && /^[^\s"'<>]{1,2000}$/.test(value)) kept += ` ${key}="${value}"`;
    else if (!((OF_LAYOUT.test(key) || key === 'alt') && ONE_WORD.test(value))) hidden = 1;
  }
  return { kept, hidden, isUnseen };
}

function isPlace(key: string, name: string): boolean {
  return (key === 'href' && name === 'a') || (key === 'src' && name === 'img');
}
