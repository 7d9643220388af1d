/** Readers as blocks name them. */

export const personKey = (personId: string): string => `person:${personId}`;
export const authorisationKey = (code: string): string => `authorisation:${code.toUpperCase()}`;

/** An organisation by its SOR id, with every unit below it. */
export const unitsKey = (sor: string): string => `units:${sor}`;
