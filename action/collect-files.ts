import { closeSync } from 'node:fs';
import { beginsAs, isTextType, typeOfFile, type FileType } from '../core/output/keep/file-types.ts';
import { filesRefusal } from '../core/output/keep/files-refusal.ts';
import { sizeProblem, type SizeLimits } from '../core/output/keep/judge-sizes.ts';
import type { OutputFacts } from '../core/output/kinds/kind.ts';
import type { Item } from '../core/output/kinds/table.ts';
import { numbered } from '../core/output/kinds/texts.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { openRoot, readBelow } from '../edge/files/by-descriptor.ts';
import { decodedText } from './decoded-text.ts';

/** A file to be kept, as it was read. `text`: of one that is not text, a character for each byte (Latin-1). */
export type CollectedFile = { name: string; text: string; isText: boolean };

/** Which files of an agent's copy, in which nobody works any more, are to be kept, and what they may be. */
export type ToKeep = {
  copy: string;
  files: Item<'artifact'>['files'];
  limits: SizeLimits;
  lookAt: NonNullable<OutputFacts['fileAt']>;
};

/**
 * Reads files out of an agent's copy, all of them or none. It is hostile through and through: they are walked to by
 * descriptors, and what was said of them when they were handed in counts for nothing.
 */
export function collectFiles({ copy, files, limits, lookAt }: ToKeep): CollectedFile[] | Refusal {
  const looks = files.map(({ path }) => lookAt(path));
  const problems = looks.flatMap((look, index) => {
    const path = files[index]?.path ?? '';
    if (look === null) return [`${path} cannot be read`];
    return 'problem' in look ? [`${path} ${look.problem}`] : [];
  });
  if (problems.length > 0) return filesRefusal(numbered(problems, 3), WITHOUT);
  const sizes = files.map(({ name }, index) => {
    const look = looks[index];
    return { name, bytes: look && 'bytes' in look ? look.bytes : 0 };
  });
  const large = sizeProblem(sizes, limits);
  if (large !== null)
    return filesRefusal(large, 'Ask for less, or raise that limit of the output `artifact`.');
  return readAll(copy, files, limits.file_kb * 1000);
}

const WITHOUT = 'Ask for the files again, each a plain file of its own.';

function readAll(copy: string, files: ToKeep['files'], most: number): CollectedFile[] | Refusal {
  const root = openRoot(copy);
  const read: CollectedFile[] = [];
  try {
    for (const { name, path } of files) {
      const file = readBelow(root, Buffer.from(path), most);
      if (file === null) return filesRefusal(`${path} has grown while it was read`, WITHOUT);
      const content = contentOf(name, typeOfFile(name), file.bytes);
      if (isRefusal(content)) return content;
      read.push(content);
    }
    return read;
  } finally {
    closeSync(root);
  }
}

/** What a file holds has to be what its name says. */
function contentOf(name: string, type: FileType | null, bytes: Buffer): CollectedFile | Refusal {
  const isText = type === null || isTextType(type);
  const text = isText ? decodedText(bytes) : bytes.toString('latin1');
  if (text !== null && (type === null || beginsAs(type, bytes))) return { name, text, isText };
  const wanted = isText ? 'text (UTF-8 without null bytes)' : `what a .${type} begins with`;
  return filesRefusal(`${name} does not hold ${wanted}`, WITHOUT);
}
