import { expect, test } from 'vitest';
import { readHostPattern, type HostPattern } from '../../../core/egress/host.ts';
import { whyNotOpened } from '../../../core/egress/opening.ts';

const why = (text: string) => whyNotOpened(readHostPattern(text) as HostPattern);

test.each([
  ['github.com', 'belongs to github.com'],
  ['api.github.com', 'belongs to github.com'],
  ['gist.github.com', 'belongs to github.com'],
  ['*.github.com', 'belongs to github.com'],
  ['results-receiver.actions.githubusercontent.com', 'belongs to actions.githubusercontent.com'],
  ['*.blob.core.windows.net', 'belongs to blob.core.windows.net'],
  ['*.core.windows.net', 'storage that the job'],
  ['*.co.uk', 'anybody can have a name'],
  ['*.com.au', 'anybody can have a name'],
  ['*.github.io', 'anybody can have a name'],
  ['*.workers.dev', 'anybody can have a name'],
  ['*.nip.io', 'anybody can have a name'],
  ['printer.local', 'no host of the internet'],
  ['metadata.google.internal', 'no host of the internet'],
  ['app.localhost', 'no host of the internet'],
  ['*.home.arpa', 'no host of the internet'],
  ['abcdefgh.onion', 'no host of the internet'],
])('%s is not opened', (text, reason) => {
  expect(why(text)).toContain(reason);
});

test.each([
  'registry.npmjs.org', '*.example.com', 'pypi.org', 'example.co.uk', '*.example.co.uk', 'mine.github.io', '*.mine.github.io',
  'notgithub.com', 'github.com.example', 'localhost.example', 'mine.workers.dev',
  'raw.githubusercontent.com',
])('%s may be opened', (text) => {
  expect(why(text)).toBeNull();
}); // prettier-ignore
