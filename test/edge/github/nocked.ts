import { request as octokit } from '@octokit/request';
import nock from 'nock';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Request } from '../../../edge/github/request.ts';

/** Where GitHub would be: nothing listens there. */
export const API = 'http://github.test/api/v3';

/** An unpaced client of it, as an installation. */
export const request = octokit.defaults({
  baseUrl: API,
  headers: { authorization: 'token dummy-installation-token' },
}) as unknown as Request;

/** Lets `nock` answer for GitHub in the tests of this file, and nobody else's server be asked. */
export function nocked(): void {
  beforeAll(() => {
    // Another file of the same process may have restored it.
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => nock.cleanAll());
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}
