#!/bin/sh
# TypeScript → build/ (what an installed `dispatch` runs) → dist/index.js (what the action runs).
# Both appear whole or not at all: a build that fails leaves the last one standing.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/node_modules/.bin:$PATH"
export PATH

if ! [ -f action/index.ts ]; then
  echo 'There is no action/index.ts, so there is nothing to bundle: dist/index.js was not built.' >&2
  exit 1
fi
next=.cache/build-$$
trap 'rm -rf "$next"' EXIT
mkdir -p "$next"
tsc -p tsconfig.build.json --outDir "$next/build"
# What is not TypeScript is read beside the module that reads it, so it moves along.
find core edge app action cli lab -type f ! -name '*.ts' ! -name 'tsconfig.json' | while IFS= read -r file; do
  mkdir -p "$next/build/$(dirname "$file")"
  cp -p "$file" "$next/build/$file"
done
node cli/bundle.ts "$PWD/$next"
[ -s "$next/dist/broker.js" ] || { echo 'The bundler wrote no dist/broker.js.' >&2; exit 1; }
[ -s "$next/dist/index.js" ] || { echo 'The bundler wrote no dist/index.js.' >&2; exit 1; }
[ -s "$next/build/attacked-step.js" ] || { echo 'The bundler wrote no build/attacked-step.js.' >&2; exit 1; }
# An installed `dispatch start` finds the action and the examples where a checkout has them.
mkdir -p "$next/build/docs"
cp -p action.yml app.yml "$next/build/"
cp -Rp docs/examples "$next/build/docs/"
cp -Rp examples "$next/build/"
cp -Rp "$next/dist" "$next/build/dist"
rm -rf build dist
mv "$next/build" "$next/dist" .
