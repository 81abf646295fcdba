import type { Assignment, Command, Coproc, SyntaxNode } from 'unbash';
import { plainTexts } from './words.ts';

/**
 * What the parser took for plain text although bash would find something in it. The parser and bash
 * differ in corners such as `a=($(b))c`; where they may, the source is refused and not guessed about.
 */
export function doubtAbout(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'Command':
      return sticks(node) ? 'two words of a command stand without a space between them' : operatorIn(node);
    case 'Assignment':
      return startsArray(node) ? 'an assignment begins like an array and goes on after it' : undefined;
    case 'Word':
      return plainTexts(node).some((text) => expands(text.replaceAll(/\\[^]/g, ''))) ? EXPANSION : undefined;
    case 'Coproc':
      return endsEarly(node) ? 'a coprocess has a word of the shell as an argument' : undefined;
    case 'AnsiCQuoted':
      // Bash keeps both characters, the parser none.
      return node.text.includes('\\\n') ? "a line ends within $'…'" : undefined;
    case 'DoubleQuoted':
    case 'LocaleString':
    case 'HereDocBody':
      return node.parts?.some((part) => part.type === 'Literal' && expands(unescaped(part.text)))
        ? EXPANSION
        : undefined;
    default:
      return undefined;
  }
}

const EXPANSION = 'an expansion in it cannot be read';

/** A dollar that nothing follows is only a dollar. */
function expands(text: string): boolean {
  return /`|\$[\w{([@*#?!$-]/.test(text);
}

/** In double quotes a backslash speaks for these only; before others it is text. */
function unescaped(text: string): string {
  return text.replaceAll(/\\[\\$`"\n]/g, '');
}

const OPERATOR = /[()<>&|;'"\n]/;

function operatorIn({ name, suffix }: Command): string | undefined {
  const words = [...(name === undefined ? [] : [name]), ...suffix].filter((part) => part.type === 'Word');
  const odd = words.some(
    (word) =>
      OPERATOR.test(word.text) &&
      plainTexts(word).some((text) => OPERATOR.test(text.replaceAll(/\\[^]/g, ''))),
  );
  return odd ? 'a word holds an operator or a quote that is not one' : undefined;
}

function startsArray({ value }: Assignment): boolean {
  return value.type === 'Word' && /^(\\\n)*\(/.test(value.text);
}

/** The parser takes `<(a)\b` for two words and bash for one, at the end of a redirection too. */
function sticks({ prefix, name, suffix }: Command): boolean {
  let end = -1;
  for (const part of [...prefix, ...(name === undefined ? [] : [name]), ...suffix]) {
    const isWord = part.type === 'Word' || part.type === 'Assignment';
    if (isWord && part.pos === end) return true;
    end = part.end;
  }
  return false;
}

const RESERVED = new Set(
  'if then elif else fi case esac for select while until do done in function time coproc { } ! [[ ]]'.split(
    ' ',
  ),
);

/** To bash `coproc a done` is `coproc a` and the end of a loop. */
function endsEarly({ body }: Coproc): boolean {
  return (
    body.type === 'Command' && body.suffix.some((part) => part.type === 'Word' && RESERVED.has(part.text))
  );
}
