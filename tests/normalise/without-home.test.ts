import { expect, test } from '@jest/globals';
import { EXT } from '../../src/fhir/extension.ts';
import { withoutHome } from '../../src/normalise/without-home.ts';

const kept = { resourceType: 'Appointment', status: 'booked', participant: [{ actor: { display: 'Klinikken' }, status: 'accepted' }] };
const without = (more: object) => JSON.parse(withoutHome(JSON.stringify({ ...kept, ...more }), ['vestergade 17']));

test.each([
  ['an instruction', { patientInstruction: 'Vent ved Vestergade 17, 2. sal' }, {}],
  ['a reason, and the list that held it', { reasonCode: [{ text: 'Besøg (VESTERGADE 17)' }] }, {}],
  [
    'a participant who was nothing else',
    { participant: [...kept.participant, { actor: { display: 'Vestergade 17' }, status: 'accepted' }] },
    {},
  ],
  ['an extension', { extension: [{ url: 'x', extension: [{ url: 'name', valueString: 'Vestergade 17' }] }] }, {}],
  [
    'the words of a window, which stays one',
    { extension: [{ url: EXT.guidedInterval, valueString: 'Vi ringer på Vestergade 17' }] },
    { extension: [{ url: EXT.guidedInterval, valueString: 'Tidspunktet er vejledende' }] },
  ],
])('a home goes out of %s', (_what, told, left) => {
  expect(without(told)).toEqual({ ...kept, ...left });
});

test.each([
  ['another number', 'Vestergade 170'],
  ['another street', 'Østervestergade 17'],
  ['no number', 'Vestergade'],
])('what tells %s stays as it was', (_what, description) => {
  const json = JSON.stringify({ ...kept, description });
  expect(withoutHome(json, ['vestergade 17'])).toBe(json);
});
