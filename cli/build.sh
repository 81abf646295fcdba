#!/bin/sh
# TypeScript → build/ (what an installed `dispatch` runs) → dist/index.js (what the action runs).
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/node_modules/.bin:$PATH"
export PATH

if ! [ -f action/index.ts ]; then
  echo "There is no action/index.ts, so there is nothing to bundle: dist/index.js was not built." >&2
  exit 1
fi
rm -rf build dist
tsc -p tsconfig.build.json
# What is not TypeScript is read beside the module that reads it, so it moves along.
find core edge app action cli lab -type f ! -name '*.ts' ! -name 'tsconfig.json' | while IFS= read -r file; do
  mkdir -p "build/$(dirname "$file")"
  cp -p "$file" "build/$file"
done
ncc build build/action/index.js --out dist --license licenses.txt --quiet
[ -s dist/index.js ] || { echo 'ncc wrote no dist/index.js.' >&2; exit 1; }
