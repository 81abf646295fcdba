import { stringField } from '../field.ts';
import { isProtected } from '../protected.ts';
import type { Rule } from '../rule.ts';

/** Files that carry power after the run are out of reach of the file tools. */
export const protectedPaths = {
  name: 'protected-paths',
  check(call) {
    const path = stringField(call.input, 'file_path') ?? stringField(call.input, 'path');
    if (path === undefined) return 'pass';
    const writes = call.tool === 'Edit' || call.tool === 'Write';
    if (!isProtected(path, writes ? 'write' : 'read')) return 'pass';
    return {
      because: writes
        ? 'The path is protected: git, CI, editors or agents would act on it later.'
        : 'The path is protected: git data and .env files stay closed to agents.',
      remedy: writes ? 'Propose this change in the answer; a person has to make it.' : 'Read another file.',
    };
  },
} satisfies Rule;
