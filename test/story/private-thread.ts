import { API_KEY, MAINTAINER, type Story } from './story.ts';

/**
 * An issue in a private repository with the story's files, where a second maintainer, bea, may approve. Resolves to what
 * the app answered to a comment there once all is quiet.
 */
export function privateThread(story: Story): (login: string, body: string) => Promise<string> {
  const { github } = story;
  const name = 'example/closed';
  github.createRepository({ owner: 'example', name: 'closed', gitDir: story.gitDir, private: true });
  github.createUser('bea');
  for (const login of [MAINTAINER, 'bea']) github.setRole(name, login, 'write');
  github.setSecret(name, 'ANTHROPIC_API_KEY', API_KEY);
  github.setVariable(name, 'DISPATCH_TICKET_KEY', story.app.ticketKey);
  github.setVariable(name, 'ANTHROPIC_BASE_URL', story.model.url);
  const { number } = github.createIssue(name, { title: 'Look', author: MAINTAINER });
  return async (login, body) => {
    github.comment(name, number, login, body);
    await story.idle();
    return github.listComments(name, number).find(({ viaApp }) => viaApp !== null)?.body ?? '';
  };
}

/** The command that approves a plan as it was posted, and the number of its part that lets `cat` be called. */
export function offered(posted: string): { approve: string | undefined; cat: string | undefined } {
  return {
    approve: /`(\/dispatch approve [0-9a-f]{32} [0-9a-f]{12})`/.exec(posted)?.[1],
    cat: /- (\d+): calls of `Bash\(cat \*\)`/.exec(posted)?.[1],
  };
}
