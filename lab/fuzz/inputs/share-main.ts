import { readShare, type Share } from './share.ts';

/** The process of one share: its argument is the share; its last line is what it saw. */
const share = JSON.parse(process.argv[2] ?? '') as Share;
const say = (told: object) => process.stdout.write(`${JSON.stringify(told)}\n`);
say({ seen: await readShare(share, (read) => say({ progress: read })) });
