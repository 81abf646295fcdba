import { code, joined, words, type Document } from '../../redact/document.ts';
import { counted, grouped } from '../amounts.ts';
import { KEPT_FOLDER, type Kept, type KeptFile } from './kept.ts';

/** Names and sizes of files that are kept, one after the other. */
export function keptNames(files: readonly KeptFile[]): Document {
  const named = files.map(({ name, bytes, masked }) => {
    const masks = masked === undefined ? '' : `, ${counted(masked, 'secret')} masked`;
    return words`${code(name)} (${grouped(bytes)} bytes${masks})`;
  });
  return joined(named.flatMap((one, at) => (at === 0 ? [one] : [words`, `, one])));
}

/** Where kept files are, for those to whom nobody links them; or why there are none. */
export function keptWords(kept: Kept | undefined): Document {
  if (kept === undefined) return words``;
  if (kept.became === 'none') return words` ${kept.because} ${kept.remedy}`;
  return words` In the run's artifact below ${code(`${KEPT_FOLDER}/`)}: ${keptNames(kept.files)}.`;
}
