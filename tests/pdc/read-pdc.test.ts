import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../src/fhir/fault.ts';
import type { Content, Item } from '../../src/pdc/item.ts';
import { type PdcDocument, readPdc } from '../../src/pdc/read-pdc.ts';
import { writePdc } from '../../src/pdc/write-pdc.ts';
import { countExamples, describeWithExamples, readExample } from '../apd/examples.ts';
import { people } from '../support/people.ts';

interface Row {
  readonly file: string;
  readonly paragraph: string;
  readonly version: string;
  /** `kind author` of each item, in order. */
  readonly items: readonly string[];
  /** Each rule that was broken, with how often. */
  readonly findings: Readonly<Record<string, number>>;
}

const here = import.meta.dirname;
const cases = (name: string): Row[] => JSON.parse(readFileSync(join(here, 'cases', name), 'utf8'));
const document = (file: string): string => readFileSync(join(here, 'documents', file), 'utf8');
const whole = document('pdc-3.0.xml');

const summary = ({ version, items, findings }: PdcDocument) => {
  const counts = new Map<string, number>();
  for (const { rule = '?' } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return { version, items: items.map(({ content, author }) => `${content.kind} ${author.kind}`), findings: Object.fromEntries(counts) };
};

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Each with an id, as a card's have. */
const numbered = ({ items }: PdcDocument): Item[] => items.map((item, index) => ({ id: uuid(index), ...item }));

const rewritten = (read: PdcDocument, items: readonly Item[]): PdcDocument =>
  readPdc(writePdc({ citizen: read.citizen, items, id: uuid(999), at: new Date('2026-03-02T08:00:00Z') }));

/** The surgery's id is its own number, not an item's; a guardian is a relative without a code of his own. */
const comparable = (items: readonly Omit<Item, 'id'>[]): object[] =>
  items
    .map(({ content, author, recordedAt }) => ({
      content: withoutGuardian(content),
      author: author.kind === 'register' ? author.kind : author,
      recordedAt,
    }))
    .sort((one, other) => JSON.stringify(one.content).localeCompare(JSON.stringify(other.content)));

const withoutGuardian = (content: Content): object =>
  content.kind === 'relative' && JSON.stringify(content).includes('"Værge"') ? { ...content, relation: undefined } : content;

describe('readPdc', () => {
  const own = cases('documents.json');

  it.each(own)('reads $file ($paragraph)', ({ file, paragraph: _paragraph, ...expected }) => {
    expect(summary(readPdc(document(file)))).toEqual(expected);
  });

  it('has a row for each of our documents', () => {
    expect(own.map(({ file }) => file).sort()).toEqual(readdirSync(join(here, 'documents')).sort());
  });

  it('reads what stands there', () => {
    const { citizen, madeAt, items } = readPdc(whole);
    expect([citizen.value, madeAt?.toISOString()]).toEqual([people.nancy.cpr, '2026-02-01T08:00:00.000Z']);
    const contentOf = (kind: string) => items.find(({ content }) => content.kind === kind)?.content;
    expect(contentOf('name-and-address')).toEqual({
      kind: 'name-and-address',
      name: { given: ['Nancy', 'Ann', 'Test'], family: 'Berggren' },
      gender: 'female',
      birthDate: '1948-12-25',
      address: { use: 'home', line: ['Testgrusgraven 7, st. tv'], postalCode: '3400', city: 'Hillerød', country: 'DK' },
      isProtected: false,
    });
    expect(contentOf('temporary-address')).toMatchObject({
      from: '2026-03-01',
      to: '2026-04-30',
      address: { line: ['c/o Berggren', 'Ærøvej 10 B'] },
    });
    expect(contentOf('contact')).toMatchObject({
      telecom: [{ value: '+4589898989', use: 'home' }, { value: '(0045)33112244-33112255-3010', use: 'work' }, { system: 'email' }],
    });
    expect(contentOf('resuscitation')).toMatchObject({ optedOut: true });
    const professional = items.find(({ author }) => author.kind === 'professional');
    expect(professional).toMatchObject({
      author: { organisation: { identifier: { value: '953741000016009' }, name: 'Plejecenter Søndervang' } },
      recordedAt: '2025-12-01T11:23:14+01:00',
      content: {
        relation: { coding: [{ code: 'nabo' }, { code: 'NBOR' }] },
        comment: 'Ring <først>; nøgle & kode "4" står \'bag\' Æ/Ø\\Å ^ * . ” – 😀 é é',
      },
    });
  });

  it('knows a protected address by its mark, and takes no word for a street', () => {
    const marked = whole.replace(
      /<value xsi:type="AD" use="H">\s*<streetAddressLine>Test[\s\S]*?<\/value>/,
      `<value xsi:type="II" root="1.2.208.184.100.1" extension="ConfAddr"/><value xsi:type="AD" use="H">
         <streetAddressLine>ADRESSEBESKYTTET</streetAddressLine><postalCode nullFlavor="NI"/><city nullFlavor="NI"/></value>`,
    );
    const person = readPdc(marked).items.find(({ content }) => content.kind === 'name-and-address')?.content;
    expect(person).toMatchObject({ isProtected: true });
    expect(person).not.toHaveProperty('address');
  });

  it.each([
    ['true', true],
    ['false', false],
    ['NAV', 'temp-unknown'],
    ['nej', 'temp-unknown'],
  ])('reads an opt-out of %s as %s, never as less than it says', (said, expected) => {
    const xml = whole.replace(/(root="1.2.208.176.1.11" extension=)"true"/, `$1"${said}"`);
    expect(readPdc(xml).items.find(({ content }) => content.kind === 'resuscitation')?.content).toEqual({
      kind: 'resuscitation',
      optedOut: expected,
    });
  });

  it.each([
    ['another document', '<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="PSDA"/></ClinicalDocument>', 'pdc-document'],
    ['FHIR', '<Patient xmlns="http://hl7.org/fhir"/>', 'pdc-document'],
    [
      'a document without a citizen',
      whole.replace(/<id root="1.2.208.176.1.2" extension="\d+" assigningAuthorityName="CPR"\/>/, ''),
      'pdc-citizen',
    ],
    ['a DOCTYPE', `<!DOCTYPE x>${whole.replace(/^<\?xml[^>]*>/, '')}`, 'xml'],
  ])('refuses %s', (_what, xml, rule) => {
    expect(refusal(xml)).toMatchObject({ status: 400, issues: [{ rule }] });
  });

  it('never throws anything but a Fault of 400, and never repeats the body', () => {
    const noise = fc.tuple(
      fc.nat(whole.length),
      fc.string({ maxLength: 12, unit: fc.constantFrom('<', '>', '/', '"', '&', ';', 'é', '0', '+', ' ') }),
    );
    fc.assert(
      fc.property(noise, ([position, put]) => {
        const fault = refusal(whole.slice(0, position) + put + whole.slice(position + put.length));
        if (fault === undefined) return;
        expect(fault.status).toBe(400);
        expect(fault.message).not.toMatch(/\d{6}|Nancy|Berggren/);
      }),
      { numRuns: 200 },
    );
  });
});

describe('writePdc', () => {
  it('writes what is read back, item by item', () => {
    const read = readPdc(whole);
    const back = rewritten(read, numbered(read));
    expect(back.findings).toEqual([]);
    expect(comparable(back.items)).toEqual(comparable(read.items));
  });

  it('keeps every character that a text may have', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((one) =>
        one
          .normalize('NFC')
          .replaceAll(/[\p{Cc}\u{FFFE}\u{FFFF}\s]+/gu, ' ')
          .trim(),
      )
      .filter((one) => one !== '' && !/\p{Surrogate}/u.test(one));
    const read = readPdc(whole);
    fc.assert(
      fc.property(text, text, text, (given, comment, number) => {
        const content: Content = {
          kind: 'relative',
          name: { given: [given], family: comment },
          telecom: [{ system: 'phone', value: number }],
          comment,
        };
        const back = rewritten(read, [
          { id: uuid(1), content, author: { kind: 'citizen', name: { given: [given] } }, recordedAt: '2026-03-02T09:00:00+01:00' },
        ]);
        const item = back.items.find((one) => one.content.kind === 'relative');
        expect(item).toMatchObject({ content, author: { name: { given: [given] } } });
      }),
      { numRuns: 200 },
    );
  });

  it('names no author by number, and no professional by name', () => {
    const read = readPdc(whole);
    const xml = writePdc({ citizen: read.citizen, items: numbered(read), id: uuid(1), at: new Date() });
    const authors = [...xml.matchAll(/<author>.*?<\/author>/gs)].join('');
    expect(authors).not.toMatch(/1\.2\.208\.176\.1\.2" extension="\d/);
    expect(authors).toContain('extension="MSK"');
  });
});

describeWithExamples('the published documents', () => {
  const published = cases('published.json');

  it('has a row for each of the 7', () => {
    expect(published).toHaveLength(countExamples('pdc', '.xml'));
  });

  it.each(published)('reads $file ($paragraph)', ({ file, paragraph: _paragraph, ...expected }) => {
    expect(summary(readPdc(readExample('pdc', file)))).toEqual(expected);
  });

  it.each(published)('writes $file as 3.0, which is read back equal, item by item', ({ file }) => {
    const read = readPdc(readExample('pdc', file));
    expect(comparable(rewritten(read, numbered(read)).items)).toEqual(comparable(read.items));
  });

  it('leaves the number of every author behind', () => {
    for (const { file } of published) {
      const xml = readExample('pdc', file);
      const authors = [...xml.matchAll(/<assignedAuthor>.*?extension="(\d{10})"/gs)].map(([, number]) => number);
      const items = JSON.stringify(readPdc(xml).items.filter(({ content }) => content.kind !== 'custody'));
      for (const number of authors) expect(items).not.toContain(number);
    }
  });
});

function refusal(xml: string): Fault | undefined {
  try {
    readPdc(xml);
    return undefined;
  } catch (cause) {
    if (cause instanceof Fault) return cause;
    throw cause;
  }
}
