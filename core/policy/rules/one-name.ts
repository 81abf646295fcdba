import { pathsOf } from '../call-paths.ts';
import { shownPath } from '../describe.ts';
import type { Rule } from '../rule.ts';

/** A file that has a second name may be a protected file by another name. */
export const oneName = {
  name: 'one-name',
  docs: {
    refuses: 'A file that another name links to (a hard link). The copy that the agent starts with has none.',
    why: 'A second name for `.env` or for a workflow is neither protected nor listed, and is the same file.',
    refused: { call: 'Edit(notes.md)', places: { file_path: { path: '/workspace/notes.md', names: 2 } } },
    allowed: { call: 'Edit(notes.md)', places: { file_path: { path: '/workspace/notes.md', names: 1 } } },
    change: 'Copy the file instead of linking it.',
  },
  check(call, plan) {
    const linked = pathsOf(call, plan).find(({ place }) => place && 'names' in place && place.names > 1);
    if (linked === undefined) return 'pass';
    return {
      because: `${shownPath(linked.given)} is a file with more than one name: which file it is cannot be told from this one.`,
      remedy: 'Copy it (cp) and use the copy.',
    };
  },
} satisfies Rule;
