/** The page whose one button sends the manifest to GitHub. Everything in it is escaped; nothing in it runs. */
export function askPage(action: string, manifest: object): string {
  const { name, hook_attributes: hook } = manifest as { name: string; hook_attributes: { url: string } };
  return page(
    'Make the GitHub App',
    `<p>GitHub will ask you to confirm the App <b>${escaped(name)}</b>, which sends its webhooks to
<code>${escaped(hook.url)}</code>. Its keys come back to this machine only.</p>
<form method="post" action="${escaped(action)}">
<input type="hidden" name="manifest" value="${escaped(JSON.stringify(manifest))}">
<button type="submit">Go on to GitHub</button>
</form>`,
  );
}

/** The page at the end. */
export function donePage(title: string, text: string): string {
  return page(title, `<p>${escaped(text)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>body{font:1.1em/1.5 system-ui,sans-serif;max-width:40em;margin:4em auto;padding:0 1em}
button{font:inherit;padding:.5em 1em}</style></head>
<body><h1>${escaped(title)}</h1>
${body}
</body></html>
`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
