import { isProtected } from '../../policy/protected.ts';
import { repositoryPath } from '../kinds/texts.ts';

const DEEPEST = 40;

/** Characters that are not what they look like: invisible, unassigned, private, or turning the direction of writing. */
const TREACHEROUS = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** What Windows opens a device for, whatever follows the first dot. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i;

/** The short name that Windows gives a longer one: it would be another file there, `.git` and `.github` among them. */
const SHORT_NAME = /^[^.]{1,8}~\d{1,6}(\.[^.]{0,3})?$/;

/**
 * Why a file of this path cannot be part of a change, in words that go on from the path; null when it can. A path is
 * one that means the same file on every system, and none that git, CI, editors or agents obey.
 */
export function pathProblem(path: string): string | null {
  if (!repositoryPath.safeParse(path).success) return 'is no path below the top of the repository';
  if (isProtected(path, 'write')) return 'is protected: git, CI, editors or agents would act on it';
  if (TREACHEROUS.test(path)) return 'has a hidden or undefined character in its name';
  if (path.normalize('NFC') !== path) return 'is not in the composed form of Unicode (NFC)';
  const names = path.split('/');
  if (names.length > DEEPEST) return `lies more than ${DEEPEST} folders deep`;
  return names.map(nameProblem).find((problem) => problem !== null) ?? null;
}

function nameProblem(name: string): string | null {
  if (name.length > 200) return 'has a name of more than 200 characters';
  if (name.startsWith('-')) return 'has a name that programs take for an option';
  if (/[<>:"|?*]/.test(name)) return 'has a character in its name that Windows does not take';
  if (/^ |[. ]$/.test(name)) return 'has a name that begins with a space, or ends in one or in a dot';
  if (DEVICE.test(name)) return 'is a device on Windows';
  return SHORT_NAME.test(name) ? 'has the form of a short name on Windows' : null;
}
