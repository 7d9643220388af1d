import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Address, Appointment, AppointmentParticipant, Extension, Location } from '../../src/fhir/types.ts';
import { meetingPlace } from '../../src/normalise/meeting-place.ts';
import { type SharedContent, sharedContent } from '../../src/normalise/shared-content.ts';

const CPR = 'urn:oid:1.2.208.176.1.2';
const SOR = 'urn:oid:1.2.208.176.1.1';
const OWN = 'https://aftaledeling.dk/fhir/StructureDefinition';
const citizen = { system: CPR, value: '2512489996' };
const foreign: Extension[] = [{ url: 'https://vendor.example.dk/internal', valueString: 'FOREIGN' }];

const share = (appointment: Appointment, protectedHome: Address[] = []): SharedContent =>
  sharedContent(appointment, {
    citizenId: 'c1',
    citizen,
    place: meetingPlace(appointment, { sector: 'municipal', protectedHome }).place,
    protectedHome,
  });

/** With each element that R4 has and each that a sender may add to it; FOREIGN marks what must not leave. */
const full: Appointment = JSON.parse(
  JSON.stringify({
    resourceType: 'Appointment',
    id: 'FOREIGN',
    meta: {
      versionId: 'FOREIGN',
      source: 'FOREIGN',
      profile: ['FOREIGN'],
      security: [
        { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R', display: 'FOREIGN' },
        { system: 'https://vendor.example.dk/label', code: 'FOREIGN' },
      ],
      tag: [{ code: 'FOREIGN' }],
    },
    text: { status: 'generated', div: 'FOREIGN' },
    extension: [
      ...foreign,
      { url: `${OWN}/guided-interval`, valueString: 'Morgen', extension: foreign },
      { url: `${OWN}/series-group`, valueIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:1', extension: foreign } },
      { url: `${OWN}/source-updated`, valueInstant: '2026-03-01T10:00:00Z' },
      { url: `${OWN}/rrule`, valueString: 'RRULE:FREQ=DAILY' },
      { url: `${OWN}/timezone`, valueCode: 'Europe/Copenhagen' },
      { url: `${OWN}/visit-time`, extension: [{ url: 'text', valueString: 'FOREIGN' }] },
      { url: `${OWN}/meeting-place`, extension: [{ url: 'text', valueString: 'FOREIGN' }] },
      { url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.recurrenceTemplate', extension: foreign },
    ],
    modifierExtension: foreign,
    identifier: [{ system: 'https://nexus.example.dk/aftale', value: '17', extension: foreign }],
    status: 'booked',
    serviceType: [{ text: 'Sygepleje', extension: foreign }],
    reasonCode: [{ text: 'Sårpleje' }],
    reasonReference: [{ reference: '#condition', display: 'Sår' }, { reference: 'Condition/FOREIGN' }],
    priority: 5,
    description: 'Skift af forbinding',
    _description: { extension: foreign },
    supportingInformation: [{ display: 'FOREIGN' }],
    start: '2026-03-04T10:15:00+01:00',
    end: '2026-03-04T10:30:00+01:00',
    minutesDuration: 15,
    slot: [{ reference: 'Slot/FOREIGN' }],
    created: '2026-03-01T10:00:00+01:00',
    comment: 'FOREIGN',
    patientInstruction: 'Hav forbindingerne klar',
    basedOn: [{ display: 'FOREIGN' }],
    vendorElement: 'FOREIGN',
    participant: [
      {
        type: [{ coding: [{ code: 'SBJ' }] }],
        actor: { reference: '#patient', identifier: { ...citizen, extension: foreign }, display: 'FOREIGN', type: 'Patient' },
        status: 'accepted',
        required: 'required',
        extension: foreign,
      },
      { type: [{ coding: [{ code: 'PPRF' }] }], actor: { reference: '#service' }, status: 'accepted' },
      { actor: { reference: 'Practitioner/FOREIGN', display: 'Sygeplejerske Maja' }, status: 'tentative', vendorElement: 'FOREIGN' },
      { actor: { reference: 'Device/FOREIGN' }, status: 'accepted' },
      { actor: { reference: '#place' }, status: 'accepted' },
    ],
    contained: [
      { resourceType: 'Patient', id: 'patient', identifier: [citizen], name: [{ text: 'FOREIGN' }] },
      {
        resourceType: 'HealthcareService',
        id: 'service',
        name: 'Sygeplejen Skovby',
        providedBy: { reference: '#organisation', identifier: { system: SOR, value: '999991000016001' } },
        comment: 'FOREIGN',
        text: { status: 'generated', div: 'FOREIGN' },
      },
      { resourceType: 'Organization', id: 'organisation', name: 'Skovby Kommune', contact: [{ name: { text: 'FOREIGN' } }] },
      { resourceType: 'Organization', id: 'unused', name: 'FOREIGN' },
      { resourceType: 'Condition', id: 'condition', subject: { identifier: citizen }, code: { text: 'FOREIGN' } },
      {
        resourceType: 'Location',
        id: 'place',
        name: 'Sundhedsklinikken',
        identifier: [{ system: SOR, value: '999971000016003' }],
        address: { line: ['Skolevej 2'], postalCode: '5220', city: 'Skovby', _city: { extension: foreign } },
        managingOrganization: { display: 'FOREIGN' },
      },
    ],
  }),
);

describe('sharedContent (DESIGN §4.2)', () => {
  it('lets out what is named and nothing else', () => {
    expect(share(full)).toEqual({
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
      extensions: [
        { url: `${OWN}/guided-interval`, valueString: 'Morgen' },
        { url: `${OWN}/series-group`, valueIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:1' } },
      ],
      citizen: {
        type: [{ coding: [{ code: 'SBJ' }] }],
        actor: { reference: 'Patient/c1', type: 'Patient', identifier: citizen },
        required: 'required',
        status: 'accepted',
      },
      participants: [
        { type: [{ coding: [{ code: 'PPRF' }] }], actor: { reference: '#service' }, status: 'accepted' },
        { actor: { display: 'Sygeplejerske Maja' }, status: 'tentative' },
        { actor: { reference: '#place' }, status: 'accepted' },
      ],
      rest: {
        identifier: [{ system: 'https://nexus.example.dk/aftale', value: '17' }],
        serviceType: [{ text: 'Sygepleje' }],
        reasonCode: [{ text: 'Sårpleje' }],
        reasonReference: [{ display: 'Sår' }],
        priority: 5,
        description: 'Skift af forbinding',
        created: '2026-03-01T10:00:00+01:00',
        patientInstruction: 'Hav forbindingerne klar',
        contained: [
          {
            resourceType: 'HealthcareService',
            id: 'service',
            name: 'Sygeplejen Skovby',
            providedBy: { reference: '#organisation', identifier: { system: SOR, value: '999991000016001' } },
          },
          { resourceType: 'Organization', id: 'organisation', name: 'Skovby Kommune' },
          {
            resourceType: 'Location',
            id: 'place',
            name: 'Sundhedsklinikken',
            identifier: [{ system: SOR, value: '999971000016003' }],
            address: { line: ['Skolevej 2'], postalCode: '5220', city: 'Skovby' },
          },
        ],
      },
    });
    expect(JSON.stringify(share(full))).not.toContain('FOREIGN');
  });

  it('changes nothing in what it was given', () => {
    const before = structuredClone(full);
    share(full);
    expect(full).toEqual(before);
  });

  it('gives an exception its series’ identifiers', () => {
    const place = meetingPlace(full, { sector: 'municipal' }).place;
    const { rest } = sharedContent(full, { citizenId: 'c1', citizen, place, identifier: [{ value: 'series' }] });
    expect(rest.identifier).toEqual([{ value: 'series' }]);
  });

  it('says the standard words where a guided interval has none', () => {
    const silent = { ...full, extension: [{ url: `${OWN}/guided-interval` }] };
    expect(share(silent).extensions).toEqual([{ url: `${OWN}/guided-interval`, valueString: 'Tidspunktet er vejledende' }]);
  });

  it('names the citizen’s number once, in the citizen’s own participant', () => {
    const scattered: Appointment = {
      ...full,
      identifier: [{ system: 'https://nexus.example.dk/aftale', value: '17' }, citizen],
      contained: [
        {
          resourceType: 'HealthcareService',
          id: 'service',
          name: 'Sygeplejen',
          identifier: [citizen],
          providedBy: { identifier: citizen, display: 'X' },
        },
      ],
    };
    expect(JSON.stringify(share(scattered)).split(citizen.value)).toHaveLength(2);
  });

  it.each([
    ['phone', 'Telefonkonsultation'],
    ['video', 'Videokonsultation'],
  ])('lets a visit by %s out with a place that holds a code and no address', (code, name) => {
    const remote = structuredClone(full);
    Object.assign(remote.contained?.at(-1) ?? {}, { name, identifier: undefined });
    const { participants, rest } = share(remote);
    expect(rest.contained?.at(-1)).toEqual({
      resourceType: 'Location',
      id: 'place',
      type: [{ coding: [{ system: 'https://aftaledeling.dk/fhir/CodeSystem/place-kind', code }] }],
    });
    expect(participants.at(-1)).toEqual({ actor: { reference: '#place' }, status: 'accepted' });
  });

  it('lets the words about a telephone or a screen out by no other way either', () => {
    const remote: Appointment = {
      ...full,
      contained: [
        { resourceType: 'HealthcareService', id: 'service', name: 'Lægerne', location: [{ reference: '#place' }] },
        { resourceType: 'Location', id: 'place', name: 'Video', description: 'FOREIGN' },
      ],
    };
    expect(JSON.stringify(share(remote))).not.toContain('FOREIGN');
  });

  it('gives the place it makes an id of its own', () => {
    const home: Appointment = {
      ...full,
      contained: [
        { resourceType: 'HealthcareService', id: 'place', name: 'Sygeplejen' },
        { resourceType: 'Location', id: 'home', address: { use: 'home', line: ['Birkevej 442'] } },
      ],
      participant: [
        { actor: { identifier: citizen }, status: 'accepted' },
        { type: [{ coding: [{ code: 'PPRF' }] }], actor: { reference: '#place' }, status: 'accepted' },
        { actor: { reference: '#home' }, status: 'accepted' },
      ],
    };
    expect(share(home).rest.contained?.map(({ id }) => id)).toEqual(['place', 'place-']);
  });

  it('lets no word out that tells a protected citizen’s address, whatever the kind of place', () => {
    const told = { ...full, description: 'Kør efter Birkevej 442, 1. tv.', patientInstruction: 'Ring på hos nr. 442' };
    const { rest } = share(told, [{ line: ['Birkevej 442, 1. tv.'], postalCode: '1782' }]);
    expect(rest.description).toBeUndefined();
    expect(rest.patientInstruction).toBe('Ring på hos nr. 442');
  });
});

/** A home with every word that it can hold, each found nowhere else. */
interface Home {
  readonly words: readonly string[];
  readonly street: string;
  readonly location: Location;
  readonly participant: AppointmentParticipant;
}

const word = fc.stringMatching(/^[bdfgklmnprstvæøå]{4}[aeiouy][bdfgklmnprstvæøå]{4}$/);

const home: fc.Arbitrary<Home> = fc
  .record({
    words: fc.uniqueArray(word, { minLength: 8, maxLength: 8 }),
    number: fc.integer({ min: 1, max: 999 }),
    letter: fc.constantFrom('', 'B', ' C', ', 2. th'),
    postalCode: fc.integer({ min: 1000, max: 9990 }).map(String),
    latitude: fc.integer({ min: 54_000_001, max: 57_999_999 }).map((n) => n / 1_000_000),
    mark: fc.constantFrom('use', 'type', 'subject', 'words', 'display'),
    structured: fc.boolean(),
  })
  .map(({ words, number, letter, postalCode, latitude, mark, structured }) => {
    const [name = '', street = '', city = '', description = '', alias = '', display = '', id = '', district = ''] = words;
    const line = `${street}vej ${number}${letter}`;
    const address: Address = structured ? { line: [line], postalCode, city, district } : { text: `${line}\n${postalCode} ${city}` };
    const location: Location = {
      resourceType: 'Location',
      id: id.replaceAll(/[æøå]/g, 'x'),
      name: mark === 'words' ? `Borgers hjemmeadresse ${name}` : name,
      alias: [alias],
      description,
      ...(mark === 'type' && {
        type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'PTRES' }], text: alias }],
      }),
      telecom: [{ system: 'phone', value: `69${number}894534` }],
      address: { ...address, ...(mark === 'use' && { use: 'home' }) },
      position: { latitude, longitude: 10 },
    };
    return {
      words: [...words.slice(0, 6), location.id ?? '', district, String(latitude), `69${number}894534`],
      street: `${street}vej ${number}`,
      location,
      participant: {
        ...(mark === 'subject' && { type: [{ coding: [{ code: 'SBJ' }] }] }),
        actor: { reference: `#${location.id}`, display: mark === 'display' ? `Hjemme hos ${display}` : display },
        status: 'accepted',
      },
    };
  });

describe('a home', () => {
  it('leaves no string of its address, name or position behind, however it is marked and wherever it is repeated', () => {
    fc.assert(
      fc.property(home, fc.boolean(), ({ words, street, location, participant }, officeIsHome) => {
        const sent: Appointment = {
          ...full,
          description: `Nøglen ligger ved ${street.toUpperCase()}, bag laden`,
          patientInstruction: `Vi kommer til ${street.replace(' ', '  nr. ')}.`,
          reasonCode: [{ text: 'Sårpleje' }, { text: `Sårpleje, ${street}` }],
          extension: [{ url: `${OWN}/guided-interval`, valueString: `Morgen på ${street}` }],
          contained: [
            {
              resourceType: 'HealthcareService',
              id: 'service',
              name: 'Sygeplejen Skovby',
              location: [{ reference: `#${location.id}` }, { reference: '#office' }],
            },
            {
              resourceType: 'Location',
              id: 'office',
              address: officeIsHome && location.address ? location.address : { line: ['Rådhusvej 100'] },
            },
            location,
          ],
          participant: [...full.participant.slice(0, 2), participant],
        };
        const { place, findings } = meetingPlace(sent, { sector: 'municipal' });
        expect(place).toMatchObject({ kind: 'home', text: 'I dit hjem' });
        const leaving = JSON.stringify([share(sent), place, findings]).toLowerCase();
        for (const one of [...words, street]) expect(leaving).not.toContain(one.toLowerCase());
        expect(leaving).toContain('sygeplejen skovby');
        expect(leaving).toContain('tidspunktet er vejledende');
      }),
      { numRuns: 300 },
    );
  });

  it('is one where a protected citizen lives, though nothing marks it and the sender is told nothing', () => {
    fc.assert(
      fc.property(home, ({ words, street, location }) => {
        const { address, ...plain } = location;
        const { use: _, ...unmarked } = address ?? {};
        const sent: Appointment = {
          ...full,
          contained: [{ ...plain, name: words[0] ?? '', address: unmarked }].map(({ type: __, ...rest }) => rest),
          participant: [...full.participant.slice(0, 1), { actor: { reference: `#${location.id}` }, status: 'accepted' }],
        };
        const protectedHome = [{ line: [`${street}, 3. sal`], city: 'Et andet navn' }];
        const { place, findings } = meetingPlace(sent, { sector: 'regional', protectedHome });
        expect(place).toEqual({ kind: 'home', certainty: 'derived', text: 'I dit hjem' });
        expect(findings).toEqual([]);
        const leaving = JSON.stringify(share(sent, protectedHome)).toLowerCase();
        for (const one of [...words, street]) expect(leaving).not.toContain(one.toLowerCase());
      }),
      { numRuns: 200 },
    );
  });
});

it('leaves out a series-group that tells the home, whole', () => {
  const group = { url: `${OWN}/series-group`, valueIdentifier: { system: 'https://nexus.example.dk/hjem', value: 'Birkevej 442' } };
  const home = { resourceType: 'Location', id: 'place', address: { use: 'home', line: ['Birkevej 442'] } } as const;
  const participant = [...full.participant.slice(0, 1), { actor: { reference: '#place' }, status: 'accepted' as const }];
  const at = (contained: Location[]) => share({ ...full, contained, participant, extension: [group] }).extensions;
  expect(at([{ ...home, address: { use: 'home', line: ['Birkevej 442'] } }])).toEqual([]);
  expect(at([{ ...home, address: { use: 'home', line: ['Birkevej 443'] } }])).toEqual([group]);
});
