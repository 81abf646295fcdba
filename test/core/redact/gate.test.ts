import { describe, expect, test } from 'vitest';
import { counts, gate, isWithheld, orNotice, reveal, type Outbound } from '../../../core/redact/gate.ts';
import { shortNames } from '../../../core/redact/needles.ts';

const known = {
  secrets: { TOKEN: 'dummy-secret-value', PEM: 'first dummy line 0123\nsecond dummy line 4567' },
  canaries: { TRAP: 'planted-dummy-9f8e7d6c5b4a' },
};
const passed = (text: string, sink: Parameters<typeof gate>[1] = 'log'): string => {
  const result = gate(text, sink, known);
  if (isWithheld(result)) throw new Error(result.because);
  return reveal(result);
};

describe('the gate', () => {
  test('counts what it masked', () => {
    const result = gate('dummy-secret-value dummy-secret-value', 'log', known) as Outbound;
    expect(counts(result)).toEqual({ TOKEN: 2 });
    const comment = gate('dummy-secret-value, `dummy-secret-value`', 'comment', known) as Outbound;
    expect(counts(comment)).toEqual({ TOKEN: 2 });
  });

  test('a canary withholds everything, even in plain sight', () => {
    const result = gate('well: planted-dummy-9f8e7d6c5b4a', 'log', known);
    expect(result).toEqual({ withheld: true, because: expect.any(String) as string, kinds: ['TRAP'] });
    expect(JSON.stringify(result)).not.toContain('9f8e7d');
  });

  test('a mask cannot become a link', () => {
    expect(passed('dummy-secret-value(https://sink.example)', 'comment')).not.toMatch(/\]\(/);
  });

  test('hidden characters do not keep a secret from being found', () => {
    expect(isWithheld(gate('dummy-sec\u200Bret-value', 'comment', known))).toBe(true);
  });

  test('a secret that is split by markup is found', () => {
    expect(isWithheld(gate('dummy-sec**ret-value**', 'comment', known))).toBe(true);
  });

  test('a token shape that is split by markup is found', () => {
    const token = `ghp_${'dUmMy0'.repeat(6)}`;
    expect(isWithheld(gate(`${token.slice(0, 9)}**${token.slice(9)}**`, 'comment', { secrets: {} }))).toBe(
      true,
    );
  });

  test('an error inside withholds', () => {
    const broken = {
      secrets: {
        get BAD(): string {
          throw new Error('no');
        },
      },
    };
    expect(gate('text', 'log', broken)).toMatchObject({ withheld: true, kinds: ['gate-error'] });
    expect(gate(null as unknown as string, 'log', known)).toMatchObject({ withheld: true });
    expect(gate({} as never, 'comment', known)).toMatchObject({ withheld: true });
  });

  test('short values are not looked for, and are named', () => {
    const weak = { secrets: { PIN: '1234', TOKEN: 'dummy-secret-value' }, canaries: { C: '' } };
    expect(shortNames(weak)).toEqual(['PIN', 'C']);
    expect(reveal(gate('1234', 'log', weak) as Outbound)).toBe('1234');
  });

  test('the name in a mask is only a name', () => {
    const odd = { secrets: { '](https://x) @all': 'dummy-secret-value' } };
    expect(reveal(gate('dummy-secret-value', 'log', odd) as Outbound)).toBe('[redacted: __https___x___all]');
  });

  test('reveal refuses forgeries', () => {
    expect(() => reveal('text' as unknown as Outbound)).toThrow(TypeError);
    expect(() => reveal({ text: 'x' } as unknown as Outbound)).toThrow(TypeError);
    expect(() => counts(Object.freeze(Object.create(null)) as Outbound)).toThrow(TypeError);
  });

  test('the notice stands in for what was withheld, and names no value', () => {
    const withheld = gate('planted-dummy-9f8e7d6c5b4a', 'comment', known);
    const notice = reveal(orNotice(withheld, 'comment', { kind: 'job', id: 'ab'.repeat(16), mac: null }));
    expect(notice).toContain('was withheld');
    expect(notice).toContain(`<!-- agent-dispatch job=${'ab'.repeat(16)} -->`);
    expect(reveal(orNotice(withheld, 'comment', { kind: 'job', id: 'x --> @all', mac: null }))).not.toContain(
      '@all',
    );
    expect(JSON.parse(reveal(orNotice(withheld, 'artifact')))).toMatchObject({ withheld: true });
    const fine = gate('fine', 'log', known);
    expect(orNotice(fine, 'log')).toBe(fine);
  });
});

describe('JSON', () => {
  test('stays JSON, with strings and keys masked', () => {
    const text = JSON.stringify({ a: ['x dummy-secret-value'], 'dummy-secret-value': 1, n: 1.5 }, null, 2);
    expect(JSON.parse(passed(text, 'artifact'))).toEqual({
      a: ['x [redacted: TOKEN]'],
      '[redacted: TOKEN]': 1,
      n: 1.5,
    });
  });

  test('a secret with line feeds is found in its escaped form', () => {
    const out = passed(JSON.stringify({ key: known.secrets.PEM }), 'artifact');
    expect(JSON.parse(out)).toEqual({ key: '[redacted: PEM]' });
  });

  test('lines are judged one by one, and clean ones keep their bytes', () => {
    const clean = '{"b":1, "10":2,"9":3}';
    expect(passed(`${clean}\n{"a":"dummy-secret-value"}\n`, 'audit')).toBe(
      `${clean}\n{"a":"[redacted: TOKEN]"}\n`,
    );
  });

  test('a duplicate key cannot hide a secret from the reader of the last one', () => {
    expect(isWithheld(gate('{"a":"dummy-secret-value","a":"x"}', 'artifact', known))).toBe(true);
  });
});

describe('logs', () => {
  test.each([
    ['::error::x', ': :error: :x'],
    ['  ::add-mask::x', '  : :add-mask: :x'],
    [':::warning::', ': : :warning: :'],
    ['##[group]x', '## [group]x'],
    ['a\r::error::x', 'a<U+000D>: :error: :x'],
    ['a\r\nb', 'a\nb'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://x\u0007go\u001b]8;;\u0007', 'go'],
    [':\u200B:error::', ':<U+200B>:error: :'],
    [':\u001b[0m:error::', ': :error: :'],
    ['\u202Eabc', '<U+202E>abc'],
    ['std::string', 'std: :string'],
  ])('%j', (text, expected) => {
    expect(passed(text)).toBe(expected);
    expect(passed(expected)).toBe(expected);
  });

  test('a secret that the runner would put together again is masked first', () => {
    expect(passed('dummy-\u001b[0msecret-value')).toBe('[redacted: TOKEN]');
  });
});

describe('length', () => {
  test('a long comment is cut at a paragraph, says so, and is stable', () => {
    const text = passed('A paragraph of some words.\n\n'.repeat(4_000), 'comment');
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(
      /words\.\n\n\*[\d,]+ characters were left out here; the whole text is in the run's artifact\.\*$/,
    );
    expect(passed(text, 'comment')).toBe(text);
  });

  test('a long code block is cut too', () => {
    const text = passed(`\`\`\`\n${'some code();\n'.repeat(9_000)}\`\`\``, 'comment');
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain('characters were left out here');
  });

  test('a secret after the cut still counts', () => {
    expect(isWithheld(gate(`${'words. '.repeat(20_000)} planted-dummy-9f8e7d6c5b4a`, 'comment', known))).toBe(
      true,
    );
  });
});
