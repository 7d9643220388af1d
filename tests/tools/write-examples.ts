/** Writes the cards of `/eksempler` out of the conformance cases: `npx tsx tests/tools/write-examples.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Examples } from '../../src/web/examples-page.ts';

/** Which cases make a card, each by its name, with what a reader of the page calls it. */
const times: Readonly<Record<string, string>> = {
  'a visit with start and end': 'Et fast tidspunkt',
  'a length that is not end − start is told beside both times': 'Besøget er kortere end den tid, der er sat af',
  'a window with a visit length': 'Et vejledende tidsrum med besøgets varighed',
  'a window without a length is not a visit of two hours': 'Et vejledende tidsrum uden varighed',
  'an evening window closes its day at 24.00': 'Et tidsrum, der slutter ved midnat',
  'midnight with an unknown end is a day with no set time': 'En dag uden klokkeslæt',
  'an unknown end leaves the start alone': 'Kun starten er kendt',
  'a guided start with an unknown end': 'En vejledende start',
  'a night has both its days': 'En nat',
  'a stay over the change to summer time': 'Et ophold hen over sommertid',
  'a stay from midnight to midnight is told by its days': 'Et ophold i hele dage',
  'a visit told in UTC goes out in Danish time': 'Et tidspunkt sendt i UTC',
};

const places: Readonly<Record<string, string>> = {
  'a home by its type code': 'Hjemme',
  "a home by words, sent with the office's id": 'Hjemme, sendt med kontorets nummer',
  'a municipal place of its own is not doubted': 'En enhed med adresse',
  "a hospital room with its way, under the performer's own id": 'Et rum på et hospital',
  "a municipal place with the performer's SOR id is doubted": 'Kontoret sendt som mødested',
  'another address': 'En anden adresse',
  'a telephone by its type code': 'Telefon',
  'a screen by its type code': 'Video',
  'a practice by its ydernummer': 'En praksis',
  'no place at all': 'Intet mødested',
};

interface Case {
  readonly name: string;
  readonly appointment: Record<string, unknown>;
  readonly expected: { readonly kind: string; readonly text: string };
}

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../conformance/cases/${name}.json`, import.meta.url), 'utf8'));

const cardsOf = (titles: Readonly<Record<string, string>>, cases: readonly Case[]) =>
  Object.entries(titles).map(([name, title]) => {
    const found = cases.find((one) => one.name === name);
    if (found === undefined) throw new Error(`No case is named "${name}"`);
    return { title, kind: found.expected.kind, text: found.expected.text, data: found.appointment };
  });

export const examplesFile = new URL('../../src/web/assets/examples.json', import.meta.url);

export const examplesText = (): string => {
  const examples: Examples = {
    times: cardsOf(times, read<readonly Case[]>('visit-time')),
    places: cardsOf(places, read<{ readonly cases: readonly Case[] }>('meeting-place').cases),
  };
  return `${JSON.stringify(examples, undefined, 2)}\n`;
};

if (process.argv[1]?.endsWith('write-examples.ts')) writeFileSync(examplesFile, examplesText());
