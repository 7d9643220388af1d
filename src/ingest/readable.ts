/** What a call changed, once everyone can read it. */
export interface Readable {
  readonly senderId: string;
  /** When the call was taken, by `performance.now()`. */
  readonly acceptedAt: number;
  /** Of each change that tells when its source made it: whole seconds since. */
  readonly sourceLagsS: readonly number[];
}

export type TellReadable = (readable: Readable) => void;
