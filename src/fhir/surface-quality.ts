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
];
