import { makeLayered } from '../make-repository.ts';
import { thought } from '../pace.ts';
import type { Example } from '../scene.ts';

/** An issue, and two agents who talk about it until both have nothing left to say. */
export const group: Example = {
  name: 'group',
  summary: 'a dialogue of two agents about an issue, until both say that it is resolved',
  thread: {
    title: 'A transfer to an unknown account reports success',
    body: 'Nothing arrives, nothing is said.',
  },
  comment: '/dispatch talk how should transfer handle an unknown account?',
  notes: [],
  make: (root) => makeLayered(root, { main: ['repository'] }),
  model: (request, turnIndex) => {
    if (turnIndex === 0) return thought({ calls: [{ tool: 'Read', input: { file_path: FILE } }] }, 1500, 90);
    // Whose turn it is shows in what is said already.
    const before = JSON.stringify(request.messages[0]?.content ?? '') + JSON.stringify(request.messages);
    const next = SAID.findLastIndex((said) => before.includes(said.slice(0, 30))) + 1;
    return thought({ text: SAID[next] ?? 'Done.' }, 2200 + 300 * next, 160);
  },
  brings: 'answer',
};

const FILE = 'src/transfer.js';

const SAID = [
  'Return `false` where `to` is unknown, like for too little money: check both accounts before line 6 takes the cents.',
  'Checking first is right: today the cents are gone by line 7. But `false` means too little money already, and the ' +
    '`catch` hides every other fault. Throw for an unknown account, and remove the `catch`.',
  'Agreed: look both accounts up first, throw an error that names the one that is unknown, return `false` for too ' +
    'little money only, no `catch`.\n\n[RESOLVED]',
  'Nothing to add: no cent leaves before both accounts are known, and each failure has a way of its own.\n\n[RESOLVED]',
];
