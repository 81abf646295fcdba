import { makeSeal, type Sealed } from '../seal.ts';

/**
 * A comment in two hands: our own wording, and what the world wrote.
 *
 * A document is written as a tagged template: words`**${agent}** asked by ${mention(actor)}`. The
 * literals are ours because only source code can write them; every hole is the world's and is made
 * inert according to its kind. So trusted Markdown cannot come from a variable, and the gate still
 * makes one pass over everything at the end.
 */
export type Document = Sealed<'Document'>;

/** What may fill a hole. A bare string or number is plain text on one line: nothing in it is active. */
export type Hole = string | number | Document | Inert;

/** A hole with a kind of its own; made by the functions below. */
export type Inert =
  | { readonly as: 'code'; readonly text: string }
  | { readonly as: 'markdown'; readonly text: string; readonly suggests?: boolean }
  | { readonly as: 'link'; readonly text: string; readonly url: string }
  | { readonly as: 'mention'; readonly text: string }
  | { readonly as: 'token'; readonly text: string };

/** One step of a document, in order. `literal` is ours. */
export type Piece = { readonly as: 'literal' | 'text'; readonly text: string } | Inert;

const documents = makeSeal<'Document', readonly Piece[]>('Document');

/** Writes a document: literals are trusted, holes are not. Throws when it is called without a template. */
export function words(literals: TemplateStringsArray, ...holes: readonly Hole[]): Document {
  if (!Object.isFrozen(literals) || !Array.isArray(literals.raw)) {
    throw new TypeError('words is a template tag: trusted wording must be a literal in the source');
  }
  const pieces: Piece[] = [];
  literals.forEach((text, index) => {
    if (text) pieces.push({ as: 'literal', text });
    if (index < holes.length) pieces.push(...piecesOf(holes[index] as Hole));
  });
  return documents.seal(pieces);
}

/** Several documents after one another, with nothing between them. */
export function joined(parts: readonly Document[]): Document {
  return documents.seal(parts.flatMap((part) => documents.open(part)));
}

/** Shown in a code span, on one line. */
export function code(text: string): Inert {
  return { as: 'code', text };
}

/** Markdown by the model or another stranger: sanitised, and set apart as blocks of its own. */
export function markdown(text: string): Inert {
  return { as: 'markdown', text };
}

/** The same, where GitHub may offer its `suggestion` blocks to be committed. */
export function suggesting(text: string): Inert {
  return { as: 'markdown', text, suggests: true };
}

/** A link to an address our own program knows (the run, the comment); an odd address is shown as code. */
export function link(text: string, url: string): Inert {
  return { as: 'link', text, url };
}

/** An active mention: notifies the person. Anything but a login is shown as plain text. */
export function mention(login: string): Inert {
  return { as: 'mention', text: login };
}

/** A bare word for markers inside HTML comments: letters, digits, `-` and `_`; all else is dropped. */
export function token(text: string): Inert {
  return { as: 'token', text };
}

/** The pieces of a document, for the gate. */
export function piecesOfDocument(document: Document): readonly Piece[] {
  return documents.open(document);
}

function piecesOf(hole: Hole): readonly Piece[] {
  if (typeof hole === 'string' || typeof hole === 'number') return [{ as: 'text', text: String(hole) }];
  if (Object.hasOwn(hole, 'as')) return [hole as Inert];
  return documents.open(hole as Document);
}
