/** What administrators keep: how far municipalities are. */
import type { Call } from './surface.ts';

const OWN = 'https://aftaledeling.dk/fhir/OperationDefinition';
const FHIR = ['application/fhir+json', 'application/fhir+xml'];
const who = ['admin'];

export const adminSurface: readonly Call[] = [
  {
    method: 'GET',
    path: '/fhir/$adoption',
    summary: 'Every event recorded of municipalities, with who recorded and who withdrew it',
    who,
    claim: { operation: 'adoption', definition: `${OWN}/adoption` },
    query: [
      { name: 'municipality', description: 'Four digits' },
      { name: 'solution', description: 'aftaler or stamkort' },
    ],
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/$adoption-record',
    summary: 'Records that a municipality gave a schedule, installed a solution, took it into use, or is not concerned',
    who,
    claim: { operation: 'adoption-record', definition: `${OWN}/adoption-record` },
    body: FHIR,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/$adoption-withdraw',
    summary: 'Withdraws what was recorded in error',
    who,
    claim: { operation: 'adoption-withdraw', definition: `${OWN}/adoption-withdraw` },
    body: FHIR,
    answers: [200],
  },
];
