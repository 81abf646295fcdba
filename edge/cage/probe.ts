/** What the probe tries, in its order; each must be told as held. */
export const probed = [
  'network',
  'interfaces',
  'outside-file',
  'outside-write',
  'system-write',
  'environment',
  'processes',
  'sockets',
  'privilege',
  'sudo',
] as const;

/** Bash's own expansions; the template's are none. */
const DOLLAR = '$';

/**
 * Runs inside the cage, by bash alone: nothing else is sure to be there. Arguments: the port of a listener
 * outside on 127.0.0.1, a file outside that everybody may read, a folder outside that everybody may write
 * to, and the names of the variables that were given. A constant: nothing is ever put into it.
 */
export const probe = String.raw`
say() { if [ -z "$2" ]; then echo "held $1"; else echo "broken $1: $2"; fi; }
can_write() { { : >"$1"; } 2>/dev/null; }

found=
{ : <>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null && found="the loopback of the machine answers"
say network "$found"

found=
while IFS=: read -r name rest; do
  case $name in *'|'*) ;; *) [ -n "$rest" ] && [ "${DOLLAR}{name// /}" != lo ] && found="$name" ;; esac
done </proc/net/dev
say interfaces "$found"

found=
[ -e "$2" ] && found="$2 can be seen"
say outside-file "$found"

found=
can_write "$3/probe" && found="$3 can be written"
say outside-write "$found"

found=
for place in / /usr /usr/bin /etc /dev /run /opt /run/agent /etc/agent; do
  can_write "$place/.probe" && found="$place can be written"
done
{ : >>/proc/sys/kernel/core_pattern; } 2>/dev/null && found="/proc/sys can be written"
say system-write "$found"

found=
for file in /proc/[0-9]*/environ; do
  while IFS= read -r -d '' entry; do
    case " $4 PWD SHLVL _ OLDPWD " in *" ${DOLLAR}{entry%%=*} "*) ;; *) found="the variable ${DOLLAR}{entry%%=*} can be read" ;; esac
  done <"$file"
done 2>/dev/null
say environment "$found"

found=
for folder in /proc/[0-9]*; do
  { read -r name <"$folder/comm"; } 2>/dev/null || continue
  case $name in bwrap | bash) ;; *) found="the process $name can be seen" ;; esac
done
[ -e /proc/1 ] || found="there is no /proc"
say processes "$found"

found=
for socket in /run/docker.sock /var/run/docker.sock /run/containerd /run/podman /run/crio /run/dbus /run/systemd \
  /run/user /run/snapd.socket /var/lib/docker; do
  [ -e "$socket" ] && found="$socket can be seen"
done
say sockets "$found"

found=
while read -r key one two rest; do
  case $key in
    Uid:) { [ "$one" != 0 ] && [ "$two" != 0 ]; } || found="the agent is root" ;;
    NoNewPrivs:) [ "$one" = 1 ] || found="programs may gain rights" ;;
    CapInh: | CapPrm: | CapEff: | CapAmb:) [ -z "${DOLLAR}{one//0/}" ] || found="the agent has capabilities" ;;
  esac
done </proc/self/status
say privilege "$found"

found=
for program in /usr/bin/sudo /usr/bin/doas; do
  [ -x "$program" ] && "$program" -n /bin/true 2>/dev/null && found="$program works"
done
say sudo "$found"
`;
