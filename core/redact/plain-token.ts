import type { MarkdownIt, StateBlock, StateInline, Token } from 'markdown-it';

type Nesting = -1 | 0 | 1;
/** What `new` makes a token of. */
type TokenMaker = new (type: string, tag: string, nesting: Nesting) => Token;

/**
 * Lets a parser make its tokens by plain assignment. Its own way is compiled to define each property by name at run
 * time, which was a third of what reading a comment costs. What `push` and `pushPending` do is the same.
 */
export function withPlainTokens(parser: MarkdownIt): void {
  const Plain = tokenMaker(new parser.core.State('', parser, {}).Token);
  parser.block.State = withMethods(parser.block.State, {
    push(type, tag, nesting) {
      return pushBlock(this, new Plain(type, tag, nesting));
    },
  });
  parser.inline.State = withMethods(parser.inline.State, {
    pushPending() {
      return pushPending(this, new Plain('text', '', 0));
    },
    push(type, tag, nesting) {
      if (this.pending !== '') this.pushPending();
      return pushInline(this, new Plain(type, tag, nesting));
    },
  });
}

/** What `new` makes a state of. */
type StateMaker<State> = new (...given: never[]) => State;

/**
 * The same states with other methods, which all of them share: a function made for each would be kept by whoever called
 * it last, and with it the state, its tokens and its text.
 */
function withMethods<State extends object, Maker extends StateMaker<State>>(
  Base: Maker & StateMaker<State>,
  methods: Partial<State> & ThisType<State>,
): Maker {
  function Made(...given: never[]): State {
    return Reflect.construct(Base, given, Made) as State;
  }
  Made.prototype = Object.assign(Object.create(Base.prototype as object) as State, methods);
  return Made as unknown as Maker;
}

function pushBlock(state: StateBlock, token: Token): Token {
  token.block = true;
  if (token.nesting < 0) state.level--;
  token.level = state.level;
  if (token.nesting > 0) state.level++;
  state.tokens.push(token);
  return token;
}

function pushPending(state: StateInline, token: Token): Token {
  token.content = state.pending;
  token.level = state.pendingLevel;
  state.tokens.push(token);
  state.pending = '';
  return token;
}

function pushInline(state: StateInline, token: Token): Token {
  if (token.nesting < 0) {
    state.level--;
    // As there: a span that closes without having been opened leaves none.
    state.delimiters = state._prev_delimiters.pop() as StateInline['delimiters'];
  }
  token.level = state.level;
  if (token.nesting > 0) {
    state.level++;
    state._prev_delimiters.push(state.delimiters);
    state.delimiters = [];
  }
  state.pendingLevel = state.level;
  state.tokens.push(token);
  state.tokens_meta.push(token.nesting > 0 ? { delimiters: state.delimiters } : undefined);
  return token;
}

/** Makes the same tokens, with the methods of the parser's own. */
function tokenMaker({ prototype }: typeof Token): TokenMaker {
  function Plain(this: Token, type: string, tag: string, nesting: Nesting): void {
    this.type = type;
    this.tag = tag;
    this.attrs = null;
    this.map = null;
    this.nesting = nesting;
    this.level = 0;
    this.children = null;
    this.content = '';
    this.markup = '';
    this.info = '';
    this.meta = null;
    this.block = false;
    this.hidden = false;
  }
  Plain.prototype = prototype;
  return Plain as unknown as TokenMaker;
}
