/** The fallback, where nothing tells that something changed. */
export const CACHE_MS = 5 * 60_000

/**
 * Reads of other systems that may be five minutes old: `bridge:projet:42`, `bridge:client:7:projets`. The names are
 * those that the team's other services use in the same Redis, so they profit from what we drop.
 */
export type Cache = {
  /** The value under `key`, or what `load` answers, kept for five minutes. A cache that is away loads. */
  read(key: string, load: () => Promise<unknown>): Promise<unknown>
  /** Drops every key that a pattern fits; `*` stands for any text. */
  drop(patterns: readonly string[]): Promise<void>
}
