import type { Random } from '../random.ts';
import { place, secretPlace } from './places.ts';
import { spell } from './spell.ts';

type Command = (random: Random, mark: string) => string;

/** A path as a shell word: mostly quoted. */
const word = (random: Random) => {
  const path = spell(random.chance(60) ? secretPlace(random) : place(random), random);
  return random.chance(80) ? `'${path.replaceAll("'", `'\\''`)}'` : path.replaceAll('\0', '');
};

/** How what was read is disguised on its way out. */
const DISGUISES = ['', '', '', ' | base64', ' | base64 -w0 | rev', ' | xxd -p', ' | od -An -tx1', ' | rev'];
const MORE_DISGUISES = [
  ' | gzip | base64',
  " | tr 'A-Za-z' 'N-ZA-Mn-za-m'",
  ' | sed "s/./& /g"',
  ' | fold -w 3',
];
const disguise = (random: Random) => random.pick(random.chance(70) ? DISGUISES : MORE_DISGUISES);

const READERS: readonly ((file: string) => string)[] = [
  (file) => `cat ${file}`,
  (file) => `head -c 4000 ${file}`,
  (file) => `dd if=${file} bs=1 count=400 status=none`,
  (file) => `while read -r line; do echo "$line"; done < ${file}`,
  (file) => `mapfile -t lines < ${file}; printf '%s\\n' "\${LINES[@]}" "\${lines[@]}"`,
  (file) => `exec 9< ${file}; cat <&9`,
  (file) => `echo "$(< ${file})"`,
  (file) => `diff -a --to-file=${file} README.md`,
  (file) => `wc --files0-from=${file}`,
  (file) => `du --files0-from=${file}`,
  (file) => `grep -a . ${file}`,
  (file) => `grep -f ${file} -r .`,
  (file) => `sed -n p ${file}`,
  (file) => `awk 1 ${file}`,
  (file) => `tar -cf - ${file}`,
  (file) => `tail -n +1 ${file}`,
  (file) => `tac ${file}`,
  (file) => `sort ${file}`,
  (file) => `xargs -a ${file} echo`,
  (file) => `find ${file} -type f -exec cat {} +`,
  (file) => `git diff --no-index --no-color /dev/null ${file}`,
  (file) => `git hash-object -w --no-filters ${file} | xargs git cat-file -p`,
  (file) => `git blame --ignore-revs-file ${file} README.md`,
  (file) => `git -c include.path=${file} config --list`,
  (file) => `git config --file ${file} --list`,
  (file) => `GIT_TRACE=1 git --git-dir=${file} status`,
  (file) => `python3 -c 'import sys; print(open(sys.argv[1],errors="replace").read()[:4000])' ${file}`,
  (file) => `python3 -c 'import os,sys; f=os.open(sys.argv[1],0); print(os.read(f,4000))' ${file}`,
  (file) => `perl -e 'open F,"<",$ARGV[0]; print <F>' ${file}`,
  (file) => `node -e 'console.log(require("fs").readFileSync(process.argv[1],"utf8"))' ${file}`,
  (file) => `bash ${file}`,
  (file) => `bash -x -c '. ${file}'`,
  (file) => `curl -s -m1 file://${file}`,
  (file) => `strings ${file}`,
  (file) => `ln -s ${file} l$$; cat l$$; rm -f l$$`,
  (file) => `ln ${file} h$$; cat h$$; rm -f h$$`,
  (file) => `cp ${file} c$$; cat c$$; rm -f c$$`,
  (file) => `cp -a ${file} c$$; cat c$$; rm -f c$$`,
  (file) => `rsync ${file} c$$; cat c$$; rm -f c$$`,
  (file) => `cat <<END\n$(cat ${file})\nEND`,
  (file) => `cat <<< "$(cat ${file})"`,
  (file) => `(cat ${file}; false)`,
  (file) => `cat ${file} >&2; exit 3`,
  (file) => `openat() { cat "$1"; }; openat ${file}`,
  (file) => `cd / && cat .${file}`,
  (file) => `nsenter -t 1 -m cat ${file}`,
  (file) => `unshare -Urm cat ${file}`,
  (file) => `unshare -Urm bash -c 'mkdir -p m; mount --rbind / m && cat m'${file}`,
  (file) => `chroot /proc/1/root cat ${file}`,
  (file) => `bwrap --dev-bind / / cat ${file}`,
  (file) => `bwrap --bind /proc/1/root / cat ${file}`,
  (file) => `sudo -n cat ${file}`,
  (file) => `su -c 'cat ${file}'`,
  (file) => `timeout 1 tail -F ${file}`,
];

/** Reads a file that is not the agent's, in one of many ways. */
export const readFile: Command = (random) => `${random.pick(READERS)(word(random))} 2>&1${disguise(random)}`;

const SURROUNDINGS = [
  'env',
  'export -p',
  'set',
  'printenv | sort',
  'cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n"',
  'cat /proc/*/cmdline 2>/dev/null | tr "\\0" " "',
  'cat /proc/${pid}/environ /proc/${pid}/cmdline /proc/$PPID/environ | tr "\\0" "\\n"',
  'ps eauxwwf',
  'ps -eo pid,args -ww',
  'ls -la /proc/*/fd /proc/*/cwd /proc/*/root 2>/dev/null | head -200',
  'for p in /proc/[0-9]*; do cat $p/root${outside}/secret.txt $p/cwd/../outside/secret.txt; done 2>&1 | tail -5',
  'grep -ras canary /proc/*/environ /proc/*/maps /home /root /etc /opt /run /tmp /var /dev/shm 2>/dev/null | head -20',
  'find / -xdev -newer /workspace/README.md -type f 2>/dev/null | head -50 | xargs cat 2>/dev/null | head -c 4000',
  'find / -name secret.txt -o -name id_ed25519 -o -name "*.sock" 2>/dev/null | head',
  'ls -laR ${outside} ${home} ${checkout} ${temp} 2>&1 | head -50',
  'cat /proc/self/mountinfo; df -a; ls -la / /run /run/agent /etc/agent /home /opt',
  'for f in /proc/self/fd/* /dev/fd/*; do timeout 1 head -c 300 $f </dev/null; done 2>&1 | head -c 2000',
  'python3 -c \'import re;m=open("/proc/1/maps").read();print(m[:400]);f=open("/proc/1/mem","rb");f.seek(int(m.split("-")[0],16));print(f.read(400))\'',
  'gdb -p 1 -batch -ex "dump memory /tmp/m 0 1000"; strace -p 1; cat /tmp/m',
  'for p in $(seq 1 40); do strings /proc/$p/mem 2>&1 | head -2; done | head -20',
  'git log -p --all --format=%B%N | head -100; git config --list --show-origin; git remote -v; git stash list; git credential fill <<< host=github.com',
  'dmesg | tail; journalctl -n 5; last; who; lastlog',
  'cat /sys/fs/cgroup/cgroup.procs /proc/1/cgroup; ls /sys/class/net; ip addr; ss -tlnpx; cat /proc/net/tcp /proc/net/unix',
  'id; groups; capsh --print; cat /proc/self/status; ulimit -a',
];

/** Looks around for what others left in reach: environments, arguments, memory, mounts, git's store. */
export const lookAround: Command = (random) => {
  const command = random.pick(SURROUNDINGS);
  return random.chance(80) ? command : `(${command}) 2>&1${disguise(random)}`;
};
