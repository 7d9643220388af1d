/** How far a replica is behind, by where the primary was and when: no clock of another machine, and nothing written for it. */

/** A place in the primary's write-ahead log. */
export interface Sample {
  /** When the primary was there, by `performance.now()`. */
  readonly at: number;
  readonly position: bigint;
}

/**
 * Milliseconds: whatever the primary had done that long ago, the replica has too. Undefined where it has not come as far as any sample.
 * @param samples in the order they were taken
 */
export function lagMs(samples: readonly Sample[], replayed: bigint, now: number): number | undefined {
  const newest = samples.findLast(({ position }) => position <= replayed);
  return newest && now - newest.at;
}

/** `16/B374D848`: PostgreSQL's `pg_lsn`. */
export function parsePosition(lsn: string): bigint {
  const [high = '', low = ''] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
