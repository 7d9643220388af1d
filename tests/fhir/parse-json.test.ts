import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../src/fhir/fault.ts';
import { parseJson } from '../../src/fhir/parse-json.ts';

/** The fault that a text is refused with; fails where it is not refused. */
function faultOf(text: string): Fault {
  try {
    parseJson(text);
  } catch (cause) {
    if (cause instanceof Fault) return cause;
    throw cause;
  }
  throw new Error('not refused');
}

const appointment = (members: string): string => `{"resourceType":"Appointment",${members}}`;

describe('parseJson refuses with 400, and says where', () => {
  const cases: [string, string, string | undefined][] = [
    // RFC 8259: not JSON at all
    ['nothing', '', undefined],
    ['a cut body', '{"a":[1,2', undefined],
    ['a trailing comma', '{"a":1,}', undefined],
    ['a raw line end in a text', '{"a":"x\ny"}', undefined],
    ['NaN', '{"a":NaN}', undefined],
    ['a second value', '{} {}', undefined],
    // R4 §2.6.2: no null but to keep the places of a primitive array
    ['null for a value', appointment('"end":null'), 'Appointment.end'],
    ['null for a sibling', appointment('"_end":null'), 'Appointment.end'],
    ['null deep down', appointment('"participant":[{"actor":{"display":null}}]'), 'Appointment.participant[0].actor.display'],
    ['null in an array without a sibling', '{"resourceType":"Patient","name":[{"given":["A",null]}]}', 'Patient.name[0].given[1]'],
    ['null in both arrays', '{"resourceType":"Patient","name":[{"given":[null],"_given":[null]}]}', 'Patient.name[0].given[0]'],
    ['null for an object in a list', appointment('"participant":[null]'), 'Appointment.participant[0]'],
    // RFC 8259 §4: names should be unique; which one counts is anyone's guess
    ['a name twice', '{"resourceType":"Appointment","status":"booked","status":"cancelled"}', 'Appointment.status'],
    ['a name twice, once escaped', appointment('"start":"a","st\\u0061rt":"b"'), 'Appointment.start'],
    [
      'a name twice in a list',
      appointment('"participant":[{},{"actor":{"type":"a","x":[1,"}"],"type":"b"}}]'),
      'Appointment.participant[1].actor.type',
    ],
    ['a name twice after a text that looks like one', appointment('"comment":"\\"a\\":{\\\\","comment":""'), 'Appointment.comment'],
    // what JavaScript takes for its own
    ['__proto__', '{"__proto__":{"admin":true}}', 'Resource'],
    ['__proto__, escaped', appointment('"participant":[{"\\u005f_proto__":{}}]'), 'Appointment.participant[0]'],
    ['constructor', appointment('"constructor":{"prototype":{}}'), 'Appointment'],
    // what PostgreSQL and UTF-8 cannot hold
    ['half a surrogate pair', appointment('"comment":"\\ud83d"'), 'Appointment.comment'],
    ['the halves the wrong way round', appointment('"comment":"\\ude00\\ud83d"'), 'Appointment.comment'],
    ['half a pair as it is', appointment('"comment":"\ud83d"'), 'Appointment.comment'],
    ['U+0000', appointment('"comment":"a\\u0000b"'), 'Appointment.comment'],
    ['U+0000 in a name', appointment('"a\\u0000":1'), 'Appointment'],
  ];

  test.each(cases)('%s', (_what, text, expression) => {
    const fault = faultOf(text);
    expect(fault.status).toBe(400);
    expect(fault.issues[0]).toMatchObject({ severity: 'error', code: 'structure', rule: 'base-json' });
    expect(fault.issues[0]?.expression).toBe(expression);
  });

  test('every null at once', () => {
    expect(faultOf(appointment('"start":null,"end":null')).issues.map(({ expression }) => expression)).toEqual([
      'Appointment.start',
      'Appointment.end',
    ]);
  });
});

describe('parseJson accepts', () => {
  test.each([
    ['a null whose place the sibling fills', '{"given":["A",null],"_given":[null,{"id":"x"}]}'],
    ['a whole surrogate pair, escaped and not', '{"a":"\\ud83d\\ude00","b":"😀"}'],
    ['a backslash before u0000', '{"a":"\\\\u0000"}'],
    ['the same name in two objects', '{"a":{"x":1},"b":[{"x":1},{"x":1}]}'],
    ['texts full of quotes, colons and backslashes', '{"a\\":":"\\\\","\\\\":"\\":","c" : "\\\\\\":"}'],
    ['64 levels', `${'['.repeat(64)}${']'.repeat(64)}`],
    ['numbers, booleans and the empty object', '[{}, 0, -1.5e3, true, false]'],
  ])('%s', (_what, text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});

test.each([65, 1_000, 500_000])('refuses %i levels at once, without a stack overflow', (levels) => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const start = performance.now();
    const fault = faultOf(`${open.repeat(levels)}1${close.repeat(levels)}`);
    expect(fault.status).toBe(400);
    expect(fault.issues).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(1_000);
  }
});

test('a text of 8 MB full of backslashes and quotes takes no longer than its size', () => {
  const start = performance.now();
  const value = { comment: '\\"'.repeat(2_000_000) };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
  expect(performance.now() - start).toBeLessThan(2_000);
});

test('repeats nothing of the body', () => {
  const secret = '2512489996';
  for (const text of [
    `{"${secret}":null}`,
    `{"a":"${secret}`,
    `{"${secret}":1,"${secret}":2}`,
    `{"resourceType":"${secret}","x":null}`,
    `{"x":{"${secret}":{"__proto__":"${secret}"}}}`,
  ]) {
    expect(JSON.stringify(faultOf(text).issues)).not.toContain(secret);
    expect(faultOf(text).message).not.toContain(secret);
  }
});

test('says the line and column of what is not JSON', () => {
  expect(faultOf('{\n  "a": 1\n  "b": 2\n}').message).toContain('at line 3, column 3');
});
