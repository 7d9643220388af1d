import { findCitizens } from '../store/citizen.ts';
import type { Invariant } from '../store/invariant.ts';

export const citizenNumber: Invariant = {
  name: 'citizen-number',
  sentence: "A citizen's id is the one that their number is turned into",
  find: async (db, { ranges, citizenIdOf }, tell) => {
    for (const range of ranges) {
      for (const { citizen_id, system, value } of await findCitizens(db, range)) {
        if (citizenIdOf({ system, value }) !== citizen_id) tell(`Patient/${citizen_id} has a number that is turned into another id`);
      }
    }
  },
};
