import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { maskCpr } from '../../src/cpr/cpr.ts';
import { parseJson } from '../../src/fhir/parse-json.ts';
import { rules } from '../../src/fhir/rule.ts';
import { byHand } from '../../src/fhir/validate/by-hand.ts';
import { conformanceResources, findStructure, resourceTypes } from '../../src/fhir/validate/definitions.ts';
import { type ElementNode, toTree } from '../../src/fhir/validate/element.ts';
import { byFhirPath } from '../../src/fhir/validate/invariant.ts';
import { toProfileCheck } from '../../src/fhir/validate/profile.ts';
import { scopeOf } from '../../src/fhir/validate/scope.ts';
import { validate } from '../../src/fhir/validate.ts';
import { measureValidation } from '../bench/validation.ts';
import { appointment, own } from '../support/appointment.ts';
import { r4Elements } from '../tools/r4-element.ts';

const told = (resource: unknown, options?: Parameters<typeof validate>[1]): string[] =>
  validate(resource, options).map(({ code, rule, expression }) => `${code} ${rule} ${expression}`);

describe('what is no resource', () => {
  test.each([
    [null],
    [[]],
    ['Appointment'],
    [1],
    [{}],
    [{ resourceType: 'Patient' }],
    [{ resourceType: 'Apointment' }],
    [{ resourceType: 7 }],
  ])('%j is told of at Appointment', (body) => {
    expect(told(body, { type: 'Appointment' })).toEqual(['structure base-structure Appointment']);
  });

  test('a type that R4 lacks is not repeated', () => {
    expect(told({ resourceType: 'Visit' })).toEqual(['structure base-structure Resource']);
  });
});

test('tells everything at once, faults of form first', () => {
  const found = told({
    ...appointment('1'),
    cancelationReason: { text: 'Aflyst' },
    colour: 'red',
    status: 'bokked',
    participant: [{ status: 'accepted' }, { actor: { reference: '#gone' }, required: 'yes' }],
  });
  expect(found).toEqual([
    'value base-binding Appointment.status',
    'value base-binding Appointment.participant[1].required',
    'required base-structure Appointment.participant[1].status',
    'structure base-structure Appointment.colour',
    'invariant app-1 Appointment.participant[0]',
    'invariant ref-1 Appointment.participant[1].actor',
    'invariant app-4 Appointment.cancelationReason',
    'invariant dom-3 Appointment.contained[0]',
  ]);
});

describe('an appointment that is booked', () => {
  const { start: _start, end: _end, ...untimed } = appointment('1');
  const unknown = (valueCode: string) => ({
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode }],
  });

  test('may have an unknown end, said in _end', () => {
    expect(
      told({ ...untimed, start: '2026-03-04T10:15:00+01:00', _end: unknown('unknown') }, { profile: own('SharedAppointment') }),
    ).toEqual([]);
  });

  test('may not have an end that is absent for another reason', () => {
    expect(
      told({ ...untimed, start: '2026-03-04T10:15:00+01:00', _end: unknown('masked') }, { profile: own('SharedAppointment') }),
    ).toEqual(['invariant end-unknown Appointment.end']);
  });

  test('with neither start nor end is app-3, at _end', () => {
    expect(told(untimed)).toEqual(['invariant app-3 Appointment._end']);
    expect(validate(untimed)[0]?.text).toContain('`_end`');
  });

  test('with a start alone is app-2 and app-3', () => {
    expect(told({ ...untimed, start: '2026-03-04T10:15:00+01:00' })).toEqual([
      'invariant app-2 Appointment._end',
      'invariant app-3 Appointment._end',
    ]);
  });

  test('with an end alone is told of at start', () => {
    expect(told({ ...untimed, end: '2026-03-04T10:15:00+01:00' })).toEqual([
      'invariant app-2 Appointment.start',
      'invariant app-3 Appointment.start',
    ]);
  });
});

describe('a body that is all wrong', () => {
  test('is told of by 200 issues at most', () => {
    const participant = Array.from({ length: 5_000 }, () => ({ colour: 'red' }));
    expect(validate({ ...appointment('1'), participant })).toHaveLength(200);
  });

  test('is not repeated in what is told', () => {
    const secret = '2512489996';
    const wrong = { [secret]: secret, 'kort beskrivelse': 1 };
    const found = validate({
      ...appointment('1'),
      ...wrong,
      status: secret,
      start: secret,
      participant: [{ actor: { reference: `#${secret}`, type: secret }, status: secret, ...wrong }],
      extension: [{ url: own('guided-interval'), valueCode: secret, ...wrong }],
      text: { status: 'generated', div: secret },
    });
    expect(found.length).toBeGreaterThan(8);
    expect(JSON.stringify(found)).not.toMatch(/2512489996|beskrivelse/);
  });
});

describe('a Bundle', () => {
  const bundle = (entry: readonly object[], members: object = {}): object => ({ resourceType: 'Bundle', type: 'batch', entry, ...members });
  const put = { method: 'PUT', url: 'Appointment?identifier=a|1' };

  test('is looked at with what its entries hold, each by itself', () => {
    const loose = { ...appointment('2'), participant: [{ status: 'accepted' }] };
    expect(
      told(
        bundle([
          { resource: appointment('1'), request: put },
          { resource: loose, request: put },
        ]),
      ),
    ).toEqual(['invariant app-1 Bundle.entry[1].resource.participant[0]', 'invariant dom-3 Bundle.entry[1].resource.contained[0]']);
  });

  test('is looked at without them as a shell', () => {
    expect(
      told(bundle([{ resource: { resourceType: 'Nothing' }, request: put }, { request: { method: 'PUT' } }]), { shell: true }),
    ).toEqual(['required base-structure Bundle.entry[1].request.url']);
  });

  test.each([
    ['bdl-1', bundle([], { total: 1, entry: undefined })],
    ['bdl-2', bundle([{ fullUrl: 'urn:uuid:1', search: { mode: 'match' }, request: put }])],
    ['bdl-3', bundle([{ fullUrl: 'urn:uuid:1' }])],
    ['bdl-4', bundle([{ response: { status: '200' }, request: put }])],
    ['bdl-5', { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: 'urn:uuid:1' }] }],
    [
      'bdl-7',
      bundle([
        { fullUrl: 'urn:uuid:1', request: put },
        { fullUrl: 'urn:uuid:1', request: put },
      ]),
    ],
    ['bdl-8', bundle([{ fullUrl: 'https://a.example/Appointment/1/_history/2', request: put }])],
    ['bdl-9', { resourceType: 'Bundle', type: 'document', timestamp: '2026-03-04T10:00:00Z', entry: [{ resource: appointment('1') }] }],
  ])('%s holds', (key, resource) => {
    expect(validate(resource).map(({ text }) => text.split(':')[0])).toContain(key);
  });

  test('of 20,000 entries is looked at in under two seconds', () => {
    const entry = Array.from({ length: 20_000 }, (_, i) => ({ fullUrl: `urn:uuid:${i}`, request: put }));
    const start = performance.now();
    expect(validate(bundle(entry))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

test.each([
  ['per-1', { resourceType: 'Patient', name: [{ period: { start: '2026-02', end: '2026-01' } }] }],
  ['cpt-2', { resourceType: 'Patient', telecom: [{ value: '66113333' }] }],
  ['att-1', { resourceType: 'Patient', photo: [{ data: 'AAAA' }] }],
  ['qty-3', { resourceType: 'Observation', status: 'final', code: { text: 'x' }, valueQuantity: { value: 1, code: 'mm' } }],
  ['obs-6', { resourceType: 'Observation', status: 'final', code: { text: 'x' }, valueString: 'a', dataAbsentReason: { text: 'b' } }],
  ['org-1', { resourceType: 'Organization', active: true }],
  ['org-3', { resourceType: 'Organization', name: 'a', telecom: [{ system: 'phone', value: '1', use: 'home' }] }],
  ['pat-1', { resourceType: 'Patient', contact: [{ gender: 'male' }] }],
  [
    'tim-2',
    {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject: { display: 'x' },
      occurrenceTiming: { repeat: { period: 1 } },
    },
  ],
])('%s holds, in whatever resource', (key, resource) => {
  const found = validate(resource);
  expect(found.map(({ code, text }) => `${code} ${text.split(':')[0]}`)).toEqual([`invariant ${key}`]);
});

test('a SimpleQuantity has no comparator', () => {
  const referenceRange = [{ low: { value: 1, comparator: '<' } }];
  expect(told({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, referenceRange })).toEqual([
    'structure base-structure Observation.referenceRange[0].low.comparator',
  ]);
});

describe('a narrative', () => {
  const told = (div: string): string | undefined => validate({ ...appointment('1'), text: { status: 'generated', div } })[0]?.text;
  const div = (content: string): string => `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`;

  test.each([
    ['text', div('Besøg onsdag')],
    ['a table', div('<table border="1"><tr><td colspan="2">a &lt; b</td></tr></table>')],
    ['a picture alone', div('<img src="#a" alt=""/>')],
    ['a link and a style', div('<p style="color:red"><a href="https://a.example/">a</a></p>')],
    ['a comment', div('<!-- a -->b')],
  ])('may hold %s', (_what, xhtml) => expect(told(xhtml)).toBeUndefined());

  test.each([
    ['a script', div('<script>a()</script>')],
    ['an event', div('<p onclick="a()">b</p>')],
    ['a script in a link', div('<a href=" javascript:a()">b</a>')],
    ['a form', div('<form><input/></form>')],
    ['a frame', div('<iframe src="https://a.example/">b</iframe>')],
    ['an open element', div('<p>a')],
    ['nothing', div(' ')],
    ['another root', '<p xmlns="http://www.w3.org/1999/xhtml">a</p>'],
    ['no namespace', '<div>a</div>'],
    ['two roots', div('a') + div('b')],
    ['a DOCTYPE', `<!DOCTYPE div [<!ENTITY a "b">]>${div('&a;')}`],
    ['an external entity', `<!DOCTYPE div [<!ENTITY a SYSTEM "file:///etc/passwd">]>${div('&a;')}`],
    ['a processing instruction', div('<?php a ?>b')],
    ['no markup', 'Besøg onsdag'],
  ])('may not hold %s', (_what, xhtml) => expect(told(xhtml)).toEqual(expect.any(String)));

  test('of 300,000 opened elements is left early', () => {
    const start = performance.now();
    expect(told(div('<b>'.repeat(300_000)))).toContain('deeper');
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('the definitions', () => {
  test('are those of all of R4', () => {
    expect(resourceTypes.size).toBe(146);
  });

  test('compile, every one of our own', () => {
    for (const resource of conformanceResources) {
      expect(told(resource)).toEqual([]);
      if (resource.resourceType === 'StructureDefinition') expect(toProfileCheck(resource)).toEqual(expect.any(Function));
    }
  });

  test('have not one element that R4 lacks', () => {
    const elements = [...resourceTypes, 'Meta', 'Extension', 'Identifier'].flatMap((type) => findStructure(type)?.snapshot?.element ?? []);
    expect(elements).toEqual(r4Elements(elements));
    expect(told({ ...appointment('1'), meta: { project: 'a' } })).toEqual(['structure base-structure Appointment.meta.project']);
  });

  test('of R4 compile, every type', () => {
    for (const type of resourceTypes)
      expect(validate({ resourceType: type, id: 'a' }).every(({ code }) => code !== 'exception')).toBe(true);
  });

  test('name each rule that we have', () => {
    const system = conformanceResources.find(({ id, resourceType }) => id === 'rule' && resourceType === 'CodeSystem');
    // Where this fails: npx tsx tests/tools/build-rules.ts
    expect(system).toMatchObject({ concept: Object.entries(rules).map(([code, display]) => ({ code, display })) });
  });
});

/** Every element of the definitions that has rules, with the rules. */
function* constraints(urls: Iterable<string>): Generator<{ node: ElementNode; key: string; expression: string }> {
  for (const url of urls) {
    const structure = findStructure(url);
    if (structure === undefined) throw new Error(url);
    const open = [toTree(structure)];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      open.push(...node.children, ...node.slices);
      for (const { key, expression, severity } of node.definition.constraint ?? []) {
        if (key !== undefined && expression !== undefined && severity === 'error') yield { node, key, expression };
      }
    }
  }
}

test('writes nothing to the console, though rules trace', () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  validate({
    resourceType: 'Questionnaire',
    status: 'active',
    item: [{ linkId: '1', type: 'group', item: [{ linkId: '1', type: 'display' }] }],
  });
  expect(log).not.toHaveBeenCalled();
  log.mockRestore();
});

describe('the rules between elements', () => {
  const datatypes = [
    'Period',
    'ContactPoint',
    'Attachment',
    'Quantity',
    'Narrative',
    'Reference',
    'Timing',
    'Ratio',
    'Range',
    'Age',
    'Signature',
  ];
  const all = [
    ...constraints([...resourceTypes, ...datatypes, own('SharedAppointment'), own('AppointmentOccurrence'), own('meeting-place')]),
  ];

  test('parse as FHIRPath, every one', () => {
    for (const { node, expression } of all) expect(byFhirPath(node, expression)).toEqual(expect.any(Function));
  });

  const DATES = [
    '2026-03-04T10:15:00+01:00',
    '2026-03-04T09:15:00Z',
    '2026-03-04T10:14:59.999+01:00',
    '1899-12-31T23:59:59+01:00',
    '2200-01-01T00:00:00+01:00',
    '2199-12-31T23:59:59+01:00',
  ];
  const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
  const absent = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] };
  /** Any of the members, but not none. */
  const members = (shape: Record<string, fc.Arbitrary<unknown>>) =>
    fc
      .tuple(fc.subarray(Object.keys(shape), { minLength: 1 }), fc.record(shape))
      .map(([kept, made]) => Object.fromEntries(kept.map((name) => [name, made[name]])));
  const entry = members({
    fullUrl: some('urn:uuid:1', 'urn:uuid:2', 'https://a.example/Patient/1/_history/2'),
    resource: some<object>(
      { resourceType: 'Patient' },
      { resourceType: 'Patient', meta: { versionId: '1' } },
      { resourceType: 'Composition' },
      { resourceType: 'MessageHeader' },
    ),
    request: some({ method: 'GET', url: 'Patient' }),
    response: some({ status: '200' }),
    search: some({ mode: 'match' }),
  });
  const bundle = fc.record(
    {
      resourceType: some('Bundle'),
      type: some('batch', 'searchset', 'history', 'collection', 'batch-response', 'document', 'message'),
      identifier: some({ system: 'urn:a', value: '1' }, { value: '1' }),
      timestamp: some('2026-03-04T09:00:00Z'),
      total: some(1),
      entry: fc.array(entry, { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['resourceType', 'type'] },
  );
  const identifier = members({ use: some('official', 'old', 'secondary'), system: some('urn:a'), value: some('1') });
  const extension = members({
    url: some(own('rrule'), 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.recurrenceTemplate', 'urn:a'),
    valueString: some('a'),
  });
  const nested = fc.record({ url: some('kind', 'address', 'name', 'sor', 'text'), valueCode: some('home', 'unit') });
  const instant = fc.oneof(fc.record({ value: some(...DATES) }), some<object>(absent, { ...absent, value: DATES[0] }, { id: 'a' }));

  const shapes: Record<string, fc.Arbitrary<object>> = {
    'app-1': members({ type: some([{ text: 'a' }]), actor: some({ display: 'a' }), status: some('accepted') }),
    'cpt-2': members({ value: some('1'), system: some('phone'), use: some('home') }),
    'per-1': members({ start: some('2026', '2026-03', '2026-03-04', ...DATES), end: some('2026', '2026-03', '2026-03-04', ...DATES) }),
    'att-1': members({ data: some('AAAA'), contentType: some('a/b'), title: some('a') }),
    'qty-3': members({ code: some('a'), system: some('urn:a'), value: some(1) }),
    'Parameters.parameter inv-1': members({
      name: some('a'),
      valueString: some('b'),
      part: some([{ name: 'c', valueString: 'd' }]),
      resource: some({ resourceType: 'Basic' }),
    }),
    'bdl-5': entry,
    'bdl-8': entry,
    'identity-missing': members({ resourceType: some('Appointment'), identifier: fc.array(identifier, { minLength: 1, maxLength: 3 }) }),
    'identity-parts': identifier,
    'recurrence-forms': members({ resourceType: some('Appointment'), extension: fc.array(extension, { minLength: 1, maxLength: 3 }) }),
    'value-missing': instant,
    'end-unknown': instant,
    'time-range': instant,
    'time-end-before-start': instant,
    'place-home': members({ url: some(own('meeting-place')), extension: fc.array(nested, { minLength: 1, maxLength: 4 }) }),
  };

  const known = new Map(
    all.flatMap((constraint) => [constraint.key, `${constraint.node.path} ${constraint.key}`].map((name) => [name, constraint] as const)),
  );

  test.each([...byHand.keys()])('%s by hand says what its FHIRPath says', (key) => {
    const { node, expression } = known.get(key) ?? {};
    const hand = byHand.get(key);
    if (node === undefined || expression === undefined || hand === undefined) throw new Error(`${key} is in no definition`);
    const path = byFhirPath(node, expression);
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(shapes[key] ?? bundle, some(...DATES, undefined), (element, start) => {
        const resource = key.startsWith('bdl') ? element : { resourceType: 'Appointment', ...(start !== undefined && { start }) };
        // FHIRPath marks what it has seen.
        const [one, other] = [structuredClone(element), structuredClone(element)] as Record<string, unknown>[];
        const scope = scopeOf(resource as Record<string, unknown>, [], false);
        const verdict = hand(one ?? {}, scope);
        verdicts.add(verdict);
        expect({ element, start, verdict }).toEqual({ element, start, verdict: path(other ?? {}, scope) });
      }),
      { numRuns: 400 },
    );
    expect(verdicts.size).toBe(2);
  });
});

test('whatever JSON comes, faults are told of and nothing is thrown', () => {
  const good = {
    ...appointment('1'),
    extension: [{ url: own('guided-interval'), valueString: 'ca.' }],
    requestedPeriod: [{ start: '2026' }],
  };
  const names = fc.constantFrom(
    'status',
    'participant',
    'actor',
    'start',
    '_end',
    'extension',
    'contained',
    'id',
    'meta',
    'text',
    'coding',
    'url',
    'resourceType',
    'period',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, -1, 1.5, '', ' ', 'a', '#place', 'Patient/1', '2026-03-04T10:15:00+01:00', 'Appointment', [], {}),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(names, value, { minKeys: 1, maxKeys: 4 }), (changes) => {
      const text = JSON.stringify({ ...good, ...changes, resourceType: 'Appointment' });
      const found = validate(JSON.parse(text), { type: 'Appointment', profile: own('SharedAppointment') });
      for (const { expression, text: sentence } of found) {
        expect(expression).toMatch(/^Appointment/);
        expect(maskCpr(sentence)).toBe(sentence);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a contained Questionnaire of 5,000 items is looked at in under a second', () => {
  const item = Array.from({ length: 5_000 }, (_, i) => ({ linkId: `${i}`, type: 'display' }));
  const contained = [{ resourceType: 'Questionnaire', id: 'q', status: 'draft', item }];
  const start = performance.now();
  expect(
    told({
      ...appointment('1'),
      contained,
      supportingInformation: [{ reference: '#q' }],
      participant: [{ actor: { display: 'a' }, status: 'accepted' }],
    }),
  ).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('leaves the resource as it was', () => {
  const text = JSON.stringify({ ...appointment('1'), requestedPeriod: [{ start: '2026' }] });
  const resource = parseJson(text);
  validate(resource, { profile: own('SharedAppointment') });
  validate(resource, { profile: own('AppointmentOccurrence') });
  expect(JSON.stringify(resource)).toBe(text);
});

// The bar is 10,000 on a machine of its own (tests/bench/validation.ts); half of it tells a slip from a busy machine.
test('reads and validates thousands of appointments in a second of processor time', () => {
  const speed = measureValidation(50).find(({ work }) => work === 'parse and profile');
  expect(speed?.perSecond).toBeGreaterThan(5_000);
});
