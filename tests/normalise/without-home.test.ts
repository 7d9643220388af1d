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
  [
    'the name of a place, which is then the home',
    {
      extension: [
        {
          url: EXT.meetingPlace,
          extension: [
            { url: 'kind', valueCode: 'unit' },
            { url: 'name', valueString: 'Hos Jensen, Vestergade 17' },
            { url: 'certainty', valueCode: 'as-sent' },
            { url: 'text', valueString: 'Hos Jensen, Vestergade 17' },
          ],
        },
      ],
    },
    {
      extension: [
        {
          url: EXT.meetingPlace,
          extension: [
            { url: 'kind', valueCode: 'home' },
            { url: 'certainty', valueCode: 'derived' },
            { url: 'text', valueString: 'I dit hjem' },
          ],
        },
      ],
    },
  ],
  [
    'a change, and with it the change',
    {
      extension: [
        {
          url: EXT.changed,
          extension: [
            { url: 'what', valueCode: 'performer' },
            { url: 'at', valueInstant: '2026-03-02T09:00:00+01:00' },
            { url: 'text', valueString: 'udføres nu af Hjælperen, Vestergade 17' },
          ],
        },
      ],
    },
    {},
  ],
  [
    'a series-group, and with it the group',
    { extension: [{ url: EXT.seriesGroup, valueIdentifier: { system: 'https://sender.example', value: 'Vestergade 17' } }] },
    {},
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
