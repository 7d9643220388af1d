import { toOutcome } from '../fhir/outcome.ts';

/** In every answer to a professional, whether or not anything was withheld: its absence would tell that nothing was (DESIGN §7). */
export const withholdingNotice = toOutcome([
  { severity: 'information', code: 'suppressed', text: 'Der kan være oplysninger, som borgeren eller loven har begrænset adgangen til.' },
]);
