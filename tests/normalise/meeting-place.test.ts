import { expect, it } from '@jest/globals';
import { meetingPlaceExtension } from '../../src/normalise/meeting-place.ts';

it('writes a meeting place as its extension, with what it has (DESIGN §4.2)', () => {
  expect(
    meetingPlaceExtension({
      kind: 'unit',
      certainty: 'as-sent',
      name: 'Sundhedshuset',
      address: { line: ['Skolevej 2'] },
      phone: { value: 'tel:66113333' },
      sor: { value: '999971000016003' },
      text: 'Sundhedshuset, Skolevej 2, tlf. 66 11 33 33',
    }),
  ).toEqual({
    url: 'https://aftaledeling.dk/fhir/StructureDefinition/meeting-place',
    extension: [
      { url: 'kind', valueCode: 'unit' },
      { url: 'name', valueString: 'Sundhedshuset' },
      { url: 'address', valueAddress: { line: ['Skolevej 2'] } },
      { url: 'phone', valueContactPoint: { value: 'tel:66113333' } },
      { url: 'sor', valueIdentifier: { value: '999971000016003' } },
      { url: 'certainty', valueCode: 'as-sent' },
      { url: 'text', valueString: 'Sundhedshuset, Skolevej 2, tlf. 66 11 33 33' },
    ],
  });
  expect(meetingPlaceExtension({ kind: 'home', certainty: 'derived', text: 'I dit hjem' }).extension).toEqual([
    { url: 'kind', valueCode: 'home' },
    { url: 'certainty', valueCode: 'derived' },
    { url: 'text', valueString: 'I dit hjem' },
  ]);
});
