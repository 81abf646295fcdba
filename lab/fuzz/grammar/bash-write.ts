import type { Random } from '../random.ts';
import { outsideTarget, place } from './places.ts';
import { spell } from './spell.ts';

type Command = (random: Random, mark: string) => string;

const WRITERS: readonly ((file: string, mark: string) => string)[] = [
  (file, mark) => `echo ${mark} > ${file}`,
  (file, mark) => `echo ${mark} >> ${file}`,
  (file, mark) => `set -o noclobber; echo ${mark} >| ${file}`,
  (file, mark) => `echo ${mark} | tee -a ${file}`,
  (file, mark) => `printf ${mark} | dd of=${file} status=none`,
  (file) => `cp README.md ${file}`,
  (file) => `cp --remove-destination --parents README.md ${file}`,
  (file) => `install -m 4755 /bin/true ${file}`,
  (file) => `ln -sf /workspace/README.md ${file}`,
  (file) => `ln -f README.md ${file}`,
  (file) => `mkdir -p ${file}`,
  (file) => `mkfifo ${file}`,
  (file) => `mknod ${file} c 1 3`,
  (file) => `touch ${file}`,
  (file) => `truncate -s 1M ${file}`,
  (file, mark) => `sed -i 's/.*/${mark}/' ${file}`,
  (file, mark) => `python3 -c 'open("${file}","w").write("${mark}")'`,
  (file, mark) => `node -e 'require("fs").writeFileSync("${file}","${mark}")'`,
  (file) => `perl -e 'open F,">","${file}"; print F 1'`,
  (file) => `git init -q ${file}`,
  (file) => `git log -1 --output=${file}`,
  (file) => `git diff --no-index --output=${file} /dev/null README.md`,
  (file) => `git worktree add ${file}`,
  (file) => `git clone -q . ${file}`,
  (file) => `git archive -o ${file} HEAD`,
  (file) => `tar -C / -cf - workspace/README.md | tar -P -C $(dirname ${file}) -xf -`,
  (file, mark) => `mv README.md ${file}; echo ${mark} > README.md`,
  (file) => `sort -o ${file} README.md`,
  (file) => `split -b 10 README.md ${file}`,
  (file) => `script -qc id ${file}`,
  (file, mark) => `bash -c 'exec 5>${file}; echo ${mark} >&5'`,
  (file, mark) => `sudo -n tee ${file} <<< ${mark}`,
  (file, mark) => `unshare -Ur tee ${file} <<< ${mark}`,
  (file, mark) =>
    `unshare -Urm bash -c 'mount -o remount,rw / ; mount -o remount,bind,rw /workspace; echo ${mark} > ${file}'`,
  (file, mark) => `mount --bind /workspace $(dirname ${file}); echo ${mark} > ${file}`,
  (file) => `bwrap --dev-bind / / touch ${file}`,
  (file, mark) => `HISTFILE=${file} bash -ic 'history -s ${mark}; history -w' </dev/null`,
  (file) => `TMPDIR=$(dirname ${file}) mktemp`,
  (file) => `sqlite3 ${file} 'create table a(b)'`,
  (file) => `python3 -m venv --without-pip ${file}`,
];

/** Writes to a place that is not the agent's. */
export const write: Command = (random, mark) => {
  const file = spell(outsideTarget(random, mark), random).replaceAll('\0', '');
  return `(${random.pick(WRITERS)(`'${file.replaceAll("'", '')}'`, mark)}) 2>&1`;
};

const SPOILERS: readonly ((file: string) => string)[] = [
  (file) => `rm -rf ${file}`,
  (file) => `chmod -R 777 ${file}`,
  (file) => `chown -R 0:0 ${file}`,
  (file) => `mv ${file} gone$$`,
  (file) => `shred -n1 ${file}`,
  (file) => `find $(dirname ${file}) -maxdepth 1 -type f -delete`,
  (file) => `setfattr -n user.x -v 1 ${file}; chattr +i ${file}`,
  (file) => `touch -d 2001-01-01 ${file}`,
  (file) => `cat ${file} > ${file}`,
  (file) => `git -C $(dirname ${file}) clean -fdx`,
  (file) => `umount -l ${file}; mount -t tmpfs none $(dirname ${file})`,
  (file) => `ln -sfn / $(dirname ${file})`,
];

/** Spoils or removes what is not the agent's, also through links of the workspace. */
export const spoil: Command = (random) =>
  `(${random.pick(SPOILERS)(`'${spell(place(random), random).replaceAll(/[\0']/g, '')}'`)}) 2>&1 | head -c 500`;
