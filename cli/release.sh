#!/bin/sh
# Makes a release of the commit that is checked out, whose dist/ is built: `sh cli/release.sh STEP`, in this order.
#   notes        prints what CHANGELOG.md says of the version
#   tag          the commit with dist/ in it, and the signed tag of the version; a tag that exists is never moved
#   move-major   the tag of the major version, v0 for 0.4.2, unless a later version has it
# The key that signs is RELEASE_SIGNING_KEY (SSH, private); its public half has to be in .github/allowed_signers.
set -eu
cd "$(dirname "$0")/.."

fail() { printf '%s\n' "$*" >&2; exit 1; }

version=$(sed -n 's/^  "version": "\([0-9]*\.[0-9]*\.[0-9]*\)",$/\1/p' package.json)
[ -n "$version" ] || fail 'package.json names no version like 1.2.3.'
tag=v$version
major=v${version%%.*}
signers=.github/allowed_signers

notes() {
  awk -v heading="## $version" '$0 == heading { on = 1; next } /^## / { on = 0 } on' CHANGELOG.md >"$1" 2>/dev/null || true
  [ -s "$1" ] || fail "CHANGELOG.md has no section '## $version': run 'npm run raise-version' and commit what it writes."
}

# Everything below is signed with this key, and by nobody's settings but these.
signed_git() {
  git -c gpg.format=ssh -c "user.signingkey=$key" -c "gpg.ssh.allowedSignersFile=$signers" \
    -c user.name=agent-dispatch -c user.email=release@agent-dispatch.invalid "$@"
}

use_key() {
  [ -s "$signers" ] || fail "There is no $signers: commit the public half of the key that signs releases there."
  [ -n "${RELEASE_SIGNING_KEY:-}" ] || fail 'RELEASE_SIGNING_KEY is empty: it has to be the private SSH key that signs releases.'
  key=$work/key
  (umask 077 && printf '%s\n' "$RELEASE_SIGNING_KEY" >"$key")
}

remote_tag() { git ls-remote origin "refs/tags/$1^{}" | cut -f 1; }

cut_tag() {
  [ -s dist/index.js ] && [ -s dist/broker.js ] || fail "There is no dist/: run 'npm run build' first."
  [ -z "$(git ls-remote origin "refs/tags/$tag")" ] || fail "$tag exists, and a tag of ours never moves: raise the version."
  use_key
  # An index of its own: what is checked out stays as it is.
  GIT_INDEX_FILE=$work/index
  export GIT_INDEX_FILE
  git read-tree HEAD
  git add --force dist
  date=$(git show -s --format=%cI HEAD)
  commit=$(GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date signed_git commit-tree -S -p HEAD -m "agent-dispatch $version, with its bundle" "$(git write-tree)")
  signed_git tag --sign --message "agent-dispatch $version" "$tag" "$commit"
  signed_git tag --verify "$tag" >&2 || { git tag --delete "$tag" >&2; fail "The key that signed $tag is not in $signers."; }
  git push --quiet origin "refs/tags/$tag"
  printf '%s\n' "$commit"
}

move_major() {
  commit=$(remote_tag "$tag")
  [ -n "$commit" ] || fail "$tag is not there yet: run 'sh cli/release.sh tag' first."
  last=$(git ls-remote origin "refs/tags/$major.*" | sed -n 's|.*refs/tags/\(v[0-9.]*\)$|\1|p' | sort -V | tail -n 1)
  [ "$last" = "$tag" ] || { printf '%s\n' "$major stays at $last, which is later than $tag."; return; }
  use_key
  git fetch --quiet origin "refs/tags/$tag:refs/tags/$tag" || true
  signed_git tag --force --sign --message "agent-dispatch $version" "$major" "$commit" >&2
  git push --quiet --force origin "refs/tags/$major"
  printf '%s is now %s.\n' "$major" "$tag"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case "${1:-}" in
  notes) notes "$work/notes" && cat "$work/notes" ;;
  tag) cut_tag ;;
  move-major) move_major ;;
  *) fail "cli/release.sh knows no step '${1:-}': the steps are notes, tag and move-major." ;;
esac
