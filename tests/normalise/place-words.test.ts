import { expect, it } from '@jest/globals';
import { kindInWords } from '../../src/normalise/place-words.ts';

/** DESIGN §4.1: words alone ("video", "telefon", "hjem"); and the names that hold those letters and say nothing. */
it.each([
  ['Borgers Hjemmeadresse', 'home'],
  ['Borgerens hjem', 'home'],
  ['I eget hjem', 'home'],
  ['Hjem', 'home'],
  ['i hjemmet', 'home'],
  ['Hjemmebesøg', 'home'],
  ['Patientens bopæl', 'home'],
  ['Plejehjemmet Solgården', undefined],
  ['Hjemmeplejen Midt', undefined],
  ['Hjemmesygeplejen', undefined],
  ['Hjemmehjælp', undefined],
  ['Ungdommens Hjem', undefined],
  ['Hjemmet Solgården', undefined],
  ['Telefon', 'phone'],
  ['Telefonisk konsultation', 'phone'],
  ['Telefonkonsultation', 'phone'],
  ['Tlf. konsultation', 'phone'],
  ['Aftale over telefon', 'phone'],
  ['Opgang 4, telefon 66 11 33 33', undefined],
  ['Opgang 4, telefon: +45 66 11 33 33', undefined],
  ['Opgang 4, tlf. 66 11 33 33', undefined],
  ['Video', 'video'],
  ['Videokonsultation', 'video'],
  ['Skærmbesøg', 'video'],
  ['Møde på video', 'video'],
  ['Videobesøg i borgers hjem', 'video'],
  ['Video-EEG', undefined],
  ['Videotekets lokaler', undefined],
  ['Radiologisk Ambulatorium', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j says %s', (text, kind) => {
  expect(kindInWords([text])).toBe(kind);
});
