/** What the cards of the sync may have done. Every method throws `RemoteError`, and a repeat of it changes nothing. */
export type SyncHands = {
  /** A share that is gone already is as good. */
  revokeShare(share: string): Promise<void>
  trashPage(page: string): Promise<void>
  /** Closes the breaker of an entity. False when it was closed. */
  release(entity: string): Promise<boolean>
  /** Puts an entity that was given up back to work. False when it did not wait any more. */
  retry(entity: string): Promise<boolean>
  /** Compares the rows of these tables, of all when absent; what differs is looked at as `event`. */
  reconcile(
    tables: readonly string[] | undefined,
    event: string,
    tell: (progress: ReconcileProgress) => Promise<void>,
  ): Promise<{ readonly rows: number; readonly touched: number; readonly gone: number }>
}

/** `done` of `rows` were looked at, and so many of them differ. */
export type ReconcileProgress = {
  readonly done: number
  readonly rows: number
  readonly touched: number
}

export type SyncHandsDeps = {
  /** Undefined while the sync is switched off. */
  readonly syncHands?: SyncHands | undefined
}
