import type { MarkdownIt, Token } from 'markdown-it';

/** What `new` makes a token of. */
type TokenMaker = new (...made: ConstructorParameters<typeof Token>) => Token;

/**
 * Lets a parser make its tokens by plain assignment. Its own class is compiled to define each property by name at run
 * time, which was a third of what reading a comment costs. What `push` and `pushPending` do is the same.
 */
export function withPlainTokens(parser: MarkdownIt): void {
  const Plain = plainToken(new parser.core.State('', parser, {}).Token);
  const { State: OfBlocks } = parser.block;
  const { State: OfInline } = parser.inline;
  parser.block.State = class extends OfBlocks {
    override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
      const token = new Plain(type, tag, nesting);
      token.block = true;
      if (nesting < 0) this.level--;
      token.level = this.level;
      if (nesting > 0) this.level++;
      this.tokens.push(token);
      return token;
    }
  };
  parser.inline.State = class extends OfInline {
    override pushPending(): Token {
      const token = new Plain('text', '', 0);
      token.content = this.pending;
      token.level = this.pendingLevel;
      this.tokens.push(token);
      this.pending = '';
      return token;
    }
    override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
      if (this.pending !== '') this.pushPending();
      const token = new Plain(type, tag, nesting);
      const outer = nesting < 0 ? this._prev_delimiters.pop() : undefined;
      if (nesting < 0) {
        this.level--;
        // As there: a span that closes without having been opened leaves none.
        this.delimiters = outer as typeof this.delimiters;
      }
      token.level = this.level;
      if (nesting > 0) {
        this.level++;
        this._prev_delimiters.push(this.delimiters);
        this.delimiters = [];
      }
      this.pendingLevel = this.level;
      this.tokens.push(token);
      this.tokens_meta.push(nesting > 0 ? { delimiters: this.delimiters } : undefined);
      return token;
    }
  };
}

/** A class of the same tokens, with the methods of the parser's own. */
function plainToken({ prototype }: typeof Token): TokenMaker {
  class Plain {
    map = null;
    level = 0;
    children = null;
    content = '';
    markup = '';
    info = '';
    block = false;
    hidden = false;
    attrs = null;
    meta = null;
    readonly type: string;
    readonly tag: string;
    readonly nesting: number;
    constructor(type: string, tag: string, nesting: number) {
      this.type = type;
      this.tag = tag;
      this.nesting = nesting;
    }
  }
  Object.setPrototypeOf(Plain.prototype, prototype);
  return Plain as unknown as TokenMaker;
}
