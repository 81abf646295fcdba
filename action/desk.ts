import type { Document } from '../core/redact/document.ts';
import {
  gate,
  isWithheld,
  orNotice,
  type GateOptions,
  type KnownSecrets,
  type Outbound,
  type Sink,
  type Withheld,
} from '../core/redact/gate.ts';
import { makeLedger } from '../core/redact/known/ledger.ts';
import { gateRules, type RedactRules } from '../core/redact/rules.ts';
import type { Withholding } from '../core/output/withholding.ts';
import type { RunPage } from '../core/report/page-data.ts';
import { inflate } from '../edge/codec/inflate.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { makeReport, type MadeReport } from '../edge/report/make-report.ts';
import { annotateError, beginSection, hide, log } from '../edge/runner/step.ts';
import type { RunInputs } from './inputs.ts';

/** What a text is of its sink: the output `text`, the file `result.json`. */
export type About = Pick<GateOptions, 'except'> & {
  field?: string;
  /** What the text was made of, by name: tells which part of it a withheld text was withheld for. */
  parts?: Readonly<Record<string, unknown>>;
  /**
   * Nobody is shown the text, and it may be left out: what looks like a secret is masked in it, whatever the repository
   * says, and it is news of the run only when a secret of its own is in it, in disguise.
   */
  isSpare?: true;
};

/** What every part of a run needs to say something: the secrets it must not say. */
export type Desk = {
  known: KnownSecrets;
  /** Passes text through the gate for one sink. Whatever is withheld is remembered: the run is compromised. */
  pass(text: string | Document, sink: Sink, about?: About): Outbound | Withheld;
  /** The same; what is withheld becomes the fixed notice. */
  out(text: string | Document, sink: Sink, about?: About): Outbound;
  /** A page about the run, made of what has passed already: what is withheld of it is no news of the run. */
  page(data: RunPage): MadeReport | Withheld;
  /** One line of the step's log. */
  say(line: string): void;
  /** Shows in the step's log what has passed for it, in a folded part of its own. */
  show(title: string, text: Outbound): void;
  /** Begins a folded part of the log, after the one before: what is said in it is no command, whatever it is. */
  section(title: string): void;
  /** Ends the part that is open, if one is. */
  endSection(): void;
  /** One red line on the run's page; ends the part that is open. */
  complain(line: string): void;
  /** Has the gate keep to the rules of the repository from now on; until then it masks all that looks like a secret. */
  obey(rules: RedactRules): void;
  /** Where and because of what kinds the gate withheld something. */
  withheld: readonly Withholding[];
};

/** Marks our lines in the log of a job. */
const PREFIX = '[dispatch] ';

/** Makes the desk of one step, and asks the runner to mask the secrets too. */
export function openDesk(secrets: Record<string, string>): Desk {
  const known: KnownSecrets = {
    secrets: Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== '')),
  };
  for (const value of Object.values(known.secrets)) hide(value);
  // One for all sinks, lines of the log and of the record too: a value can be told in six characters a line as
  // well as in three outputs. It takes 0.01 to 0.2 ms a line (200 to 2,000 characters, 3 to 100 secrets); the rest
  // of the gate takes 0.9 to 2.5 ms.
  const ledger = makeLedger();
  const withheld: Withholding[] = [];
  let rules: Pick<GateOptions, 'allows' | 'onShape'> = {};
  const pass: Desk['pass'] = (text, sink, { field, parts, isSpare = false, except = [] } = {}) => {
    const spare = isSpare ? { onShape: 'mask' as const } : {};
    const passed = gate(text, sink, known, { ...rules, inflate, ledger, except, ...spare });
    if (isSpare && isWithheld(passed) && !passed.kinds.some((kind) => kind in known.secrets)) return passed;
    if (isWithheld(passed)) {
      const isGuilty = (part: unknown) =>
        isWithheld(gate(JSON.stringify(part) ?? '', sink, known, { ...rules, inflate }));
      const guilty = Object.keys(parts ?? {})
        .filter((name) => isGuilty(parts?.[name]))
        .join(', ');
      const place = guilty || field;
      withheld.push({ sink, field: place?.slice(0, 200) ?? null, kinds: passed.kinds.slice(0, 20) });
    }
    return passed;
  };
  const out: Desk['out'] = (text, sink, about) => orNotice(pass(text, sink, about), sink);
  let end: (() => void) | null = null;
  const endSection = () => {
    end?.();
    end = null;
  };
  const section: Desk['section'] = (title) => {
    endSection();
    end = beginSection(out(title, 'log'));
  };
  return {
    known,
    pass,
    out,
    page: (data) => makeReport(data, known, rules),
    say: (line) => log(out(`${PREFIX}${line}`, 'log')),
    section,
    show(title, text) {
      section(title);
      log(text);
      endSection();
    },
    endSection,
    complain(line) {
      endSection();
      annotateError(out(line, 'annotation'));
    },
    obey: (given) => void (rules = gateRules(given, sha256)),
    withheld,
  };
}

/** The secrets of `mode: run`, by the names of their inputs. */
export function secretsOf(inputs: RunInputs): Record<string, string> {
  return {
    'anthropic-api-key': inputs.apiKey,
    'github-token': inputs.githubToken,
    ticket: inputs.ticket,
    'session-key': inputs.sessionKey,
  };
}
