import { readHostPattern } from '../egress/host.ts';
import { whyNotOpened } from '../egress/opening.ts';
import { valueAt } from './explain.ts';
import { checkFleet } from './fleet-checks.ts';
import { checkGroups, groupNames } from './group-checks.ts';
import { sharedFields } from './fields.ts';
import { parseToolRule, problemOfPattern, toolOf } from '../policy/tool-rule.ts';
import { isRefusal } from '../refusal.ts';
import { isReaching } from './known-tools.ts';
import { checkMcp, declaredMcpTools } from './mcp-checks.ts';
import { checkHandedOn, checkOutputList, checkOutputs } from './output-checks.ts';
import { isMcpTool } from './mcp-servers.ts';
import { checkRequirePlan } from './plan-checks.ts';
import { lookAlikes } from './look-alikes.ts';
import { finding, type Finding, type Path } from './problem.ts';
import { asList, asText, presetTools, writtenTools } from './written-tools.ts';

/** What no single value shows: keys that contradict each other, names that look alike. Runs on any data. */
export function checkAcross(data: unknown): Finding[] {
  const names = Object.keys(asObject(valueAt(data, ['agents'])));
  return [
    ...checkLists(data, ['defaults']),
    ...checkTwice(data, ['redact', 'allow']),
    ...checkEnv(data, ['defaults']),
    ...checkEgress(data, ['defaults']),
    ...checkRules(data, ['defaults']),
    ...checkOutputList(data, ['defaults']),
    ...checkHandedOn(data, ['defaults'], names),
    ...lookAlikes(names, groupNames(data)),
    ...checkGroups(data, names),
    ...names.flatMap((name) => {
      const path = ['agents', name];
      return [
        ...checkPrompt(data, path),
        ...checkAllowed(data, path),
        ...checkPreset(data, path),
        ...checkLists(data, path),
        ...checkEnv(data, path),
        ...checkEgress(data, path),
        ...checkEgressTool(data, path),
        ...checkRules(data, path),
        ...checkMcp(data, path),
        ...checkOutputs(data, path),
        ...checkFleet(data, path, names),
        ...checkRequirePlan(data, path),
        ...checkHandedOn(data, path, names),
      ];
    }),
  ];
}

function checkPrompt(data: unknown, path: Path): Finding[] {
  const agent = asObject(valueAt(data, path));
  const inline = Object.hasOwn(agent, 'system_prompt');
  const file = Object.hasOwn(agent, 'system_prompt_file');
  if (inline && file) {
    return [
      finding(
        [...path, 'system_prompt_file'],
        'The agent has both `system_prompt` and `system_prompt_file`.',
        'Keep one of the two.',
        'key',
      ),
    ];
  }
  if (inline || file || Object.keys(agent).length === 0) return [];
  return [
    finding(
      path,
      'The agent has neither `system_prompt` nor `system_prompt_file`.',
      'Add one: the instructions it always gets.',
      'key',
    ),
  ];
}

/** An agent's own `allowed_tools` must be tools it has; an inherited list is narrowed silently instead. */
function checkAllowed(data: unknown, path: Path): Finding[] {
  const tools = writtenTools(data, path);
  const declared = declaredMcpTools(data, path);
  const allowed = asList(valueAt(data, [...path, 'allowed_tools'])) ?? [];
  return allowed.flatMap((rule, index) => {
    const known = sharedFields.allowed_tools.safeParse([rule]).success;
    if (!known || tools.includes(toolOf(asText(rule)))) return [];
    // Another check tells of an MCP tool that no server declares.
    if (isMcpTool(asText(rule)) && !declared.includes(asText(rule))) return [];
    return [
      finding(
        [...path, 'allowed_tools', index],
        `\`allowed_tools\` holds \`${asText(rule)}\`, which the agent does not have.`,
        'Add it to `tools`, or remove it here.',
      ),
    ];
  });
}

/** A preset is narrowed by `tools` and widened in so many words: by `add_tools`. */
function checkPreset(data: unknown, path: Path): Finding[] {
  const preset = valueAt(data, [...path, 'preset']) ?? valueAt(data, ['defaults', 'preset']);
  const has = presetTools(preset);
  const tools = asList(valueAt(data, [...path, 'tools'])) ?? [];
  if (has === undefined) return [];
  return tools.flatMap((tool, index) => {
    if (has.includes(asText(tool)) || !sharedFields.tools.safeParse([tool]).success) return [];
    return [
      finding(
        [...path, 'tools', index],
        `\`tools\` holds \`${asText(tool)}\`, which the preset \`${asText(preset)}\` does not have.`,
        'Move it to `add_tools`, which widens a preset; `tools` only narrows it.',
      ),
    ];
  });
}

function checkLists(data: unknown, path: Path): Finding[] {
  return [...Object.keys(sharedFields), 'may_dispatch'].flatMap((key) => checkTwice(data, [...path, key]));
}

function checkTwice(data: unknown, path: Path): Finding[] {
  const list = asList(valueAt(data, path)) ?? [];
  const twice = list.findIndex((item, index) => list.indexOf(item) !== index);
  return twice === -1
    ? []
    : [finding([...path, twice], `\`${path.at(-1)}\` holds one entry twice.`, 'Keep one of the two.')];
}

/** Names only: a value in the configuration would be a secret in the repository. Never repeats the entry. */
function checkEnv(data: unknown, path: Path): Finding[] {
  const list = asList(valueAt(data, [...path, 'env'])) ?? [];
  return list.flatMap((entry, index) => {
    if (typeof entry === 'string' && sharedFields.env.element.safeParse(entry).success) return [];
    const literal = typeof entry !== 'string' || /[=:]/.test(entry);
    return [
      finding(
        [...path, 'env', index],
        literal
          ? '`env` takes names of variables, never their values.'
          : '`env` holds a name that is no upper-case variable name, or one that steers the shell, git, Node, the CLI or the runner.',
        literal
          ? 'Remove the value; if it was a secret, revoke it, because the repository’s history keeps it.'
          : 'Remove it.',
      ),
    ];
  });
}

/** Each entry must be the name of a host on the internet, as our proxy reads it. */
function checkEgress(data: unknown, path: Path): Finding[] {
  const list = asList(valueAt(data, [...path, 'egress'])) ?? [];
  return list.flatMap((entry, index) => {
    const pattern = typeof entry === 'string' ? readHostPattern(entry) : null;
    if (pattern === null) return [];
    const problem = typeof pattern === 'string' ? pattern : whyNotOpened(pattern);
    if (problem === null) return [];
    const remedy =
      typeof pattern === 'string'
        ? 'Write a full name in lower case, such as registry.npmjs.org, or *.example.com for the names directly below it.'
        : 'Remove it. Fetch what the agent needs in an earlier step of the job, or name the one host that it needs.';
    return [finding([...path, 'egress', index], `This host of \`egress\` ${problem}.`, remedy)];
  });
}

/** Only commands and WebFetch can use the proxy, and WebFetch is nothing without it. */
function checkEgressTool(data: unknown, path: Path): Finding[] {
  const own = asList(valueAt(data, [...path, 'egress']));
  const hosts = own ?? asList(valueAt(data, ['defaults', 'egress'])) ?? [];
  const tools = writtenTools(data, path);
  if (tools.includes('WebFetch') && hosts.length === 0)
    return [
      finding(
        path,
        'The agent has the tool WebFetch, and no hosts that it may fetch from.',
        'Name them in `egress`, such as `egress: [docs.example.com]`, or take WebFetch out of `tools`.',
        'key',
      ),
    ];
  if ((own ?? []).length === 0 || tools.some((tool) => isReaching(asText(tool)))) return [];
  return [
    finding(
      [...path, 'egress'],
      'The agent has `egress` but neither Bash nor WebFetch nor an MCP server, and only these can use it.',
      'Add one of them to `tools`, or remove `egress`.',
      'key',
    ),
  ];
}

/** What stands in the brackets must mean something to its tool: a rule that fits nothing protects nothing. */
function checkRules(data: unknown, path: Path): Finding[] {
  return ['allowed_tools', 'disallowed_tools'].flatMap((key) =>
    (asList(valueAt(data, [...path, key])) ?? []).flatMap((entry, index) => {
      const rule = parseToolRule(asText(entry));
      const problem = isRefusal(rule) ? null : problemOfPattern(rule);
      return problem === null ? [] : [finding([...path, key, index], problem.because, problem.remedy)];
    }),
  );
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
