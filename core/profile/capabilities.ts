/**
 * What a run would bring together, one fact each. The letters are the classes of the Rule of Two
 * (`rule-of-two.ts`): A lets a stranger's words reach the model, B is worth stealing, C has effects.
 */
export type Capability =
  // A
  | 'untrusted-author'
  | 'fork-head'
  | 'thread-context'
  | 'web-content'
  | 'unpinned-mcp'
  | 'earlier-result'
  // B
  | 'secrets'
  | 'private-content'
  | 'internal-network'
  // C
  | 'lasting-writes'
  | 'egress'
  | 'commands-without-cage'
  | 'wider-audience';

export type CapabilityClass = 'A' | 'B' | 'C';

type Described = {
  readonly class: CapabilityClass;
  /** What it is, as part of a sentence. */
  readonly means: string;
  /** The smallest change that takes it away. */
  readonly remedy: string;
};

/** Every capability with its class, its words and its mend. */
export const capabilities: Readonly<Record<Capability, Described>> = {
  'untrusted-author': {
    class: 'A',
    means: 'the thread holds text by people without write access',
    remedy: 'have somebody with write access write the task in a thread of their own',
  },
  'fork-head': {
    class: 'A',
    means: 'the code comes from a fork',
    remedy: 'start the agent on a branch of this repository',
  },
  'thread-context': {
    class: 'A',
    means: '`context` gives the agent the thread, where anybody may write',
    remedy: 'take `thread` out of `context`',
  },
  'web-content': {
    class: 'A',
    means: '`egress` lets the agent read what hosts on the internet answer',
    remedy: 'remove `egress`',
  },
  'unpinned-mcp': {
    class: 'A',
    means: '`mcp_servers` holds a tool without `sha256`, so what its server says of it may change',
    remedy: 'give each tool of `mcp_servers` its `sha256`',
  },
  'earlier-result': {
    class: 'A',
    means:
      'it is given the result of an earlier run, or its conversation, in which words of strangers may stand',
    remedy: 'start it without an earlier run, and write into its task what matters of that one',
  },
  secrets: {
    class: 'B',
    means: '`env` hands the agent a secret',
    remedy: 'remove `env`',
  },
  'private-content': {
    class: 'B',
    means: 'the repository is private',
    remedy: 'use an agent without `egress` in a private repository',
  },
  'internal-network': {
    class: 'B',
    means: '`egress` names hosts of an internal network',
    remedy: 'take the internal hosts out of `egress`',
  },
  'lasting-writes': {
    class: 'C',
    means: '`outputs` hold `patch`, `labels` or a review that may approve',
    remedy: 'take these out of `outputs`',
  },
  egress: {
    class: 'C',
    means: '`egress` lets the agent send to hosts on the internet',
    remedy: 'remove `egress`',
  },
  'commands-without-cage': {
    class: 'C',
    means: '`tools` holds Bash, or `mcp_servers` a server, and no cage is proven',
    remedy: 'take Bash out of `tools` and remove `mcp_servers`, or run where there is a cage',
  },
  'wider-audience': {
    class: 'C',
    means: 'more people read the answer than may read the repository',
    remedy: 'post to a thread of the repository itself',
  },
};

/** The names of all capabilities, in a fixed order. */
export const capabilityNames = Object.keys(capabilities) as Capability[];
