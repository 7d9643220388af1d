/**
 * Whether a citizen's blocks bind who looks at the card. They do not since 1 December 2024 (BEK 193 of 27/02/2024); the rule has changed
 * twice in three years, so it is a policy, and the way that asks about blocks is there.
 */
export const cardPolicy: { readonly isBlockable: boolean } = { isBlockable: false };
