import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkConfig, type CheckFinding } from '../../core/check/check-config.ts';
import { findingLine, totalLine } from '../../core/check/check-text.ts';
import { configPath } from '../../core/config/path.ts';
import { firewallPath } from '../../core/egress/firewall-file.ts';
import { standingOf } from '../init/place-file.ts';
import { firewallWanted, textAt, workflowFile, WORKFLOWS, type Way } from '../init/wanted-files.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

/** What a repository holds for its agents. */
export function inRepository(top: string): Finding[] {
  return [config(top), ...workflows(top), firewall(top)];
}

function config(top: string): Finding {
  const text = textAt(join(top, configPath));
  if (text === null)
    return fail('config', `There is no ${configPath} in ${top}.`, "'dispatch init' writes a first one.");
  const isFile = (path: string) => {
    const found = join(top, path);
    return existsSync(found) && statSync(found).isFile();
  };
  const checked = checkConfig(text, configPath, isFile);
  const first = worstOf(checked.findings);
  if (first === undefined) return ok('config', totalLine(checked));
  const told = `${totalLine(checked)}: ${findingLine(first)}`;
  return (first.level === 'error' ? fail : warn)('config', told, "'dispatch check' tells all of it.");
}

function worstOf(findings: readonly CheckFinding[]): CheckFinding | undefined {
  return findings.find(({ level }) => level === 'error') ?? findings[0];
}

function workflows(top: string): Finding[] {
  const there = (Object.keys(WORKFLOWS) as Way[]).filter((way) => existsSync(join(top, WORKFLOWS[way].path)));
  if (there.length === 0)
    return [
      warn(
        'workflow',
        `Neither ${WORKFLOWS.comments.path} nor ${WORKFLOWS.step.path} is there.`,
        "'dispatch init' writes one; where a workflow of another name uses the action, nothing has to be done.",
      ),
    ];
  return there.map((way) => workflow(top, way));
}

function workflow(top: string, way: Way): Finding {
  const { path } = WORKFLOWS[way];
  if (standingOf(top, workflowFile(way)) === 'as-wanted')
    return ok('workflow', `${path} is the one of this version`);
  const step = way === 'step' ? ' --step' : '';
  return warn(
    'workflow',
    `${path} is not the one of this version: it was changed, or it is older.`,
    `'dispatch init${step} --dry-run' shows what is different.`,
  );
}

function firewall(top: string): Finding {
  const wanted = firewallWanted(textAt(join(top, configPath)) ?? '');
  const standing = wanted === null ? 'missing' : standingOf(top, wanted);
  if (standing === 'as-wanted') return ok('firewall', `${firewallPath} fits the configuration`);
  if (!existsSync(join(top, firewallPath)))
    return ok(
      'firewall',
      `${firewallPath} is not there; it is needed on the runner ubuntu-24.04-firewall only`,
    );
  return warn(
    'firewall',
    `${firewallPath} is not what the configuration comes to.`,
    "'dispatch egress-firewall' prints what it comes to; --write --force puts that there.",
  );
}
