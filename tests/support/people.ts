/** MedCom's published test persons (dk-core, CC0); the tests use no other number. */

export const people = {
  nancy: { cpr: '2512489996', name: 'Nancy Ann Test Berggren' },
  max: { cpr: '0107729995', name: 'Max Test Berggren' },
  else: { cpr: '0201919990', name: 'Else Test Lauridsen' },
  einer: { cpr: '0201609995', name: 'Einer Test Lauridsen' },
  lonni: { cpr: '0201609996', name: 'Lonni Test Lauridsen' },
} as const;
