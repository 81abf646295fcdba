import { generateKeyPairSync } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { MadeApp } from '../../edge/github/convert-manifest.ts';
import { publicKeyText } from '../../edge/keys/ticket-keys.ts';

/** The files of a new App. */
export const FILES = { app: 'app-key.pem', ticket: 'ticket-key.pem', settings: 'app.env' } as const;

/** Makes the folder if need be, for its owner only. Resolves to why nothing can be kept there, or to null. */
export async function whyNotHere(folder: string): Promise<string | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const there = new Set(await readdir(folder));
  const taken = Object.values(FILES).find((name) => there.has(name));
  if (taken !== undefined)
    return `${join(folder, taken)} is there already. Keep it, and name another folder with --folder.`;
  const probe = join(folder, '.dispatch-probe');
  await (await open(probe, 'wx', 0o600)).close();
  await rm(probe);
  return null;
}

/**
 * Writes the App's key, a fresh ticket key and the settings that name them, each for its owner only and over no
 * other file. Resolves to the ticket key's public half.
 */
export async function keep(folder: string, made: MadeApp, apiUrl: string | null): Promise<string> {
  const at = (name: string) => resolve(folder, name);
  const ticketKey = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const settings = [
    `DISPATCH_APP_ID=${made.id}`,
    `DISPATCH_PRIVATE_KEY_FILE=${at(FILES.app)}`,
    `DISPATCH_TICKET_PRIVATE_KEY_FILE=${at(FILES.ticket)}`,
    `DISPATCH_WEBHOOK_SECRET=${made.webhookSecret}`,
    ...(apiUrl === null ? [] : [`GITHUB_API_URL=${apiUrl}`]),
  ];
  // The App's key first: it is told once, and everything else can be made again.
  await write(at(FILES.app), made.privateKey);
  await write(at(FILES.ticket), ticketKey);
  await write(at(FILES.settings), `${settings.join('\n')}\n`);
  return publicKeyText(ticketKey);
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
