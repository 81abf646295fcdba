import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { GeneratedFile } from './generated-file.ts';

/** `core/report/page-code.ts`: script and style of a report, made of `<root>/edge/page`. */
export async function reportPage(root: URL): Promise<GeneratedFile> {
  const script = await bundled(root);
  const style = (await readFile(new URL('edge/page/page.css', root), 'utf8')).replace(/\n\s*/g, '\n').trim();
  for (const [text, end] of [
    [script, /<\/script|<!--/i],
    [style, /<\/style|<!--/i],
  ] as const)
    if (end.test(text))
      throw new Error(`a part of the report's page holds ${String(end)}, which would end it`);
  const text = `// Made of edge/page by \`node cli/generate.ts\`: change it there.

/** What a report runs. */
export const SCRIPT = ${JSON.stringify(script)};

/** SHA-256 of the script, in base64. */
export const SCRIPT_SHA256 = '${digest(script)}';

/** How a report looks. */
export const STYLE = ${JSON.stringify(style)};

/** SHA-256 of the style, in base64. */
export const STYLE_SHA256 = '${digest(style)}';
`;
  return { path: 'core/report/page-code.ts', text };
}

async function bundled(root: URL): Promise<string> {
  const build = await rolldown({
    cwd: fileURLToPath(root),
    input: 'edge/page/main.ts',
    platform: 'browser',
    onLog(level, log) {
      if (level === 'warn') throw new Error(`the report's page: ${log.message}`);
    },
  });
  const { output } = await build.generate({ format: 'iife', minify: true, codeSplitting: false });
  await build.close();
  return output[0].code.trim();
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
