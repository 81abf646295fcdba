import { StringDecoder } from 'node:string_decoder';

/** One line of a stream longer than this is not a message of the CLI but an attack on our memory. */
export const LONGEST_LINE = 8 * 1024 * 1024;

/**
 * Splits chunks into lines. An over-long line is reported once through `onOverlong` and skipped to its
 * end, so that memory stays bounded whatever comes.
 */
export function makeLineSplitter(
  onLine: (line: string) => void,
  onOverlong: () => void,
  longest = LONGEST_LINE,
) {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  let skipping = false;
  const endLine = () => {
    if (!skipping && length > 0) onLine(parts.join(''));
    parts = [];
    length = 0;
    skipping = false;
  };
  const add = (text: string) => {
    if (skipping || text === '') return;
    length += text.length;
    if (length <= longest) {
      parts.push(text);
      return;
    }
    skipping = true;
    parts = [];
    onOverlong();
  };
  return {
    push(chunk: Buffer) {
      const pieces = decoder.write(chunk).split('\n');
      pieces.forEach((piece, index) => {
        add(piece);
        if (index < pieces.length - 1) endLine();
      });
    },
    end() {
      add(decoder.end());
      endLine();
    },
  };
}
