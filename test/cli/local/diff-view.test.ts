import { expect, test } from 'vitest';
import { diffView } from '../../../cli/local/diff-view.ts';

const patch = `@@ -8,3 +8,3 @@ function add() {
 same
-old
+new
 end
@@ -20 +20,2 @@
 x
+y
\\ No newline at end of file`;

test('each line of a diff has its number, and what is said of it stands under it, by side', () => {
  const said = diffView(patch, (side, line) =>
    ['LEFT 9', 'RIGHT 21'].includes(`${side} ${line}`) ? [`   ^ ${side}`] : [],
  );
  expect(said.split('\n')).toEqual([
    '     @@ -8,3 +8,3 @@ function add() {',
    '   8  same',
    '   9 -old',
    '   ^ LEFT',
    '   9 +new',
    '  10  end',
    '     @@ -20 +20,2 @@',
    '  20  x',
    '  21 +y',
    '   ^ RIGHT',
    '     \\ No newline at end of file',
  ]);
});
