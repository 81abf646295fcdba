import type { Layers } from '../../../action/caged-job.ts';
import type { StepOrder } from '../order.ts';
import { brokerWithoutReservation, brokerWithoutValidation } from './broker.ts';
import {
  hostFilesystemBound,
  noCage,
  noLimits,
  noPidNamespace,
  rootKept,
  sharedNetwork,
  sharedNetworkProved,
  workspaceShared,
  writableEverything,
} from './cage.ts';
import {
  configFromCheckout,
  configHashIgnored,
  noRuleOfTwo,
  operatorForgotten,
  taintForgotten,
  unsafeYaml,
} from './configuration.ts';
import { egressOpen } from './egress.ts';
import type { Hole } from './hole.ts';
import {
  apiByNetwork,
  fileMentionsOn,
  fullEnvironment,
  keyInAgent,
  mcpNotStrict,
  memoryFilesOn,
  noFileRules,
  noInnerSandbox,
  noQuestions,
  promptInArgv,
  repositorySettingsLoaded,
  slashCommandsOn,
  webToolsGiven,
  withoutRestricted,
} from './launch.ts';
import type { HoleName } from './names.ts';
import { openArtifact } from './artifact.ts';
import { noArgumentRules, noProtectedPaths, prefixMatchedBash } from './policy.ts';
import { promptNaked, promptRaw, promptThroughShell, promptUnbounded } from './prompt.ts';
import {
  noMediation,
  shortMinutes,
  stdoutInherited,
  unboundedTime,
  uncheckedStart,
  verdictByExitCode,
} from './supervise.ts';
import { credentialsCopied, linksFollowed } from './workspace.ts';

/** The layers as they are: for a hole that is made before the step begins. */
const elsewhere: Hole = (layers) => layers;

/** What each hole takes away. */
export const holes: Record<HoleName, Hole> = {
  'without-restricted': withoutRestricted,
  'repository-settings-loaded': repositorySettingsLoaded,
  'mcp-not-strict': mcpNotStrict,
  'web-tools-given': webToolsGiven,
  'slash-commands-on': slashCommandsOn,
  'prompt-in-argv': promptInArgv,
  'file-mentions-on': fileMentionsOn,
  'memory-files-on': memoryFilesOn,
  'key-in-agent': keyInAgent,
  'api-by-network': apiByNetwork,
  'full-environment': fullEnvironment,
  'shared-network': sharedNetwork,
  'shared-network-proved': sharedNetworkProved,
  'egress-open': egressOpen,
  'host-filesystem-bound': hostFilesystemBound,
  'no-pid-namespace': noPidNamespace,
  'no-cage': noCage,
  'root-kept': rootKept,
  'no-limits': noLimits,
  'writable-everything': writableEverything,
  'no-inner-sandbox': noInnerSandbox,
  'no-file-rules': noFileRules,
  'no-questions': noQuestions,
  'prompt-raw': promptRaw,
  'prompt-unbounded': promptUnbounded,
  'prompt-naked': promptNaked,
  'prompt-through-shell': promptThroughShell,
  'no-mediation': noMediation,
  'unchecked-start': uncheckedStart,
  'stdout-inherited': stdoutInherited,
  'short-minutes': shortMinutes,
  'unbounded-time': unboundedTime,
  'verdict-by-exit-code': verdictByExitCode,
  'credentials-copied': credentialsCopied,
  'links-followed': linksFollowed,
  'workspace-shared': workspaceShared,
  'open-artifact': openArtifact,
  'broker-without-validation': brokerWithoutValidation,
  'broker-without-reservation': brokerWithoutReservation,
  'no-argument-rules': noArgumentRules,
  'no-protected-paths': noProtectedPaths,
  'prefix-matched-bash': prefixMatchedBash,
  'config-from-checkout': configFromCheckout,
  'config-hash-ignored': configHashIgnored,
  'unsafe-yaml': unsafeYaml,
  'no-rule-of-two': noRuleOfTwo,
  'operator-forgotten': operatorForgotten,
  'taint-forgotten': taintForgotten,
  'entry-unguarded': elsewhere,
  'markdown-raw': elsewhere,
  'log-raw': elsewhere,
  'gate-open': elsewhere,
};

/** Holes that put something of their own in the place of a layer: those that change it come after them. */
const WHOLE: ReadonlySet<string> = new Set<HoleName>(['no-mediation', 'unchecked-start']);

/** The layers with the named holes in them, made one after the other. */
export function withHoles(names: readonly string[], layers: Layers, order: StepOrder): Layers {
  const sorted = names.toSorted((one, other) => Number(WHOLE.has(other)) - Number(WHOLE.has(one)));
  return sorted.reduce((so, name) => {
    if (!Object.hasOwn(holes, name)) throw new Error(`there is no hole ${name}`);
    return holes[name as HoleName](so, order);
  }, layers);
}
