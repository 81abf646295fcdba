/** Rows of pieces, parted by a sign that none of them holds. */
const pieces = (...rows: readonly string[]): readonly string[] => rows.flatMap((row) => row.split('¦'));

/** Small pieces that mean something to a Markdown parser, to GitHub, or to a bot. */
export const marks = pieces(
  '[¦]¦(¦)¦![¦](¦[]¦][¦]:¦[^1]¦[^1]: ¦<¦>¦</¦/>¦<!--¦-->¦<?¦<!¦`¦``¦```¦````¦~~~¦```mermaid',
  '~~~math\n¦\n¦\n\n¦\r¦\r\n¦  \n¦\\\n¦ ¦  ¦    ¦\t¦- ¦* ¦+ ¦1. ¦1) ¦> ¦>¦# ¦## ¦| ¦|¦|-|\n¦:-:',
  '---¦===¦***¦- [ ] ¦- [x] ¦[ ] ¦*¦**¦***¦_¦__¦~¦~~¦\\¦\\\\¦&¦&#¦;¦&amp;¦#¦@¦/¦$¦$$¦$`¦`$¦:¦.¦,',
  '!¦"¦\'¦=¦-¦+¦%¦http://¦https://¦//¦www.¦mailto:¦ftp://¦javascript:¦xmpp:¦&#64;¦&commat;¦&#47;',
  '&lt;¦&#36;¦\\@¦\\/¦\\$¦\\#¦\u200B¦\u200D¦\u202E¦\uFE0F¦\uFEFF¦\u00A0¦\u2028¦\u0000¦\u00AD',
  '\u{E0041}¦\u0301¦\ud800¦\u3000¦\f¦\u000b¦\u0085',
);

/** Words that act where they stand free. */
export const hostile = pieces(
  '@torvalds¦@org/team¦@dependabot merge¦a@sink.example¦https://sink.example/x¦www.sink.example',
  'https://github.com/o/r/issues/1¦//sink.example/x¦javascript:alert(1)',
  'https://github.com@sink.example¦#1¦GH-12¦o/r#3¦o/r@0a1b2c3d¦0a1b2c3d4e¦/approve',
  '/dispatch fixer x¦/merge\n¦bors r+¦recheck¦.deploy¦!merge¦/usr/bin/env¦fixes #1¦closes: o/r#2',
  'Resolves https://github.com/o/r/pull/1¦$x^2$¦$`x`$¦$$¦<img src=x>¦<b>¦</details>¦<details>',
  '<br>¦<a href="//sink.example">¦<!-- x -->¦<!-- agent-dispatch job=0 -->¦![x](//sink.example)',
  '[x](//sink.example)¦[x](/y)¦[x](#y)¦[x](#y "z")¦[x](https://github.com/o/r)¦[x][y]¦[x]¦[^1]',
  '<https://sink.example>¦<a@sink.example>¦@alice¦@alice/team',
);

export const plainWords = pieces(
  'kestrel¦harbour¦linen¦a¦the¦copper¦walks¦slowly¦x¦7¦fine¦snake_case¦path/to/file.ts¦é¦漢字¦✅',
  '❤\uFE0F',
);
