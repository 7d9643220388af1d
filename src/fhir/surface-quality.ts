/** A sender's own quality: a day of data checked before it goes live. */
import type { Call } from './surface.ts';

const OWN = 'https://aftaledeling.dk/fhir/OperationDefinition';

export const qualitySurface: readonly Call[] = [
  {
    method: 'POST',
    path: '/fhir/$check',
    summary: 'Says what posting a day of data would come to, rule by rule and entry by entry; nothing is stored',
    who: ['sender'],
    claim: { operation: 'check', definition: `${OWN}/check` },
    body: ['application/fhir+json', 'application/fhir+xml', 'text/xml'],
    answers: [200],
  },
  {
    method: 'GET',
    path: '/fhir/$quality',
    summary: 'How good the sender’s data has been: what became of it, and how often each rule was met',
    who: ['sender'],
    claim: { operation: 'quality', definition: `${OWN}/quality` },
    query: [
      { name: 'from', description: 'The first Danish day; 30 days back, where it is not given' },
      { name: 'to', description: 'The last Danish day; today, where it is not given' },
      { name: 'by', description: 'day, week or month; a MeasureReport for each' },
    ],
    answers: [200],
  },
];
