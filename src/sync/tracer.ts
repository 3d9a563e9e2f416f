import type { SyncDeps } from './deps.ts'
import type { TraceAction, TraceLine } from './trace.ts'

/** Writes what becomes of one entity, or of a whole event, into the trace of every event that caused it, and into the log. */
export type Tracer = {
  /** Does one step and writes how it went and how long it took. What it throws goes on. */
  step<T>(action: TraceAction, act: () => Promise<T>, more?: (result: T) => Told): Promise<T>
  /** Writes what took no time: a judgement, an end. */
  say(
    action: TraceAction,
    told?: Told & { readonly success?: boolean; readonly ended?: boolean },
  ): Promise<void>
}

export type Told = { readonly reason?: string; readonly page?: string }

export function createTracer(
  { book, clock, log }: { readonly book: Pick<SyncDeps['book'], 'trace'> } & Pick<SyncDeps, 'clock' | 'log'>,
  entity: string | undefined,
  events: readonly string[],
): Tracer {
  async function write(line: Omit<TraceLine, 'at' | 'event' | 'entity'>): Promise<void> {
    const at = clock.now()
    const about = entity === undefined ? {} : { entity }
    const lines = [...new Set(events)].map((event) => ({ at, event, ...about, ...line }))
    for (const { event, at: _at, durationMs, ...rest } of lines)
      log.info({ event_id: event, ...rest, duration_ms: durationMs ?? 0 }, 'sync')
    await book.trace.write(lines)
  }

  return {
    async step(action, act, more) {
      const began = clock.now()
      try {
        const result = await act()
        await write({ action, success: true, durationMs: clock.now() - began, ...more?.(result) })
        return result
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        await write({ action, success: false, durationMs: clock.now() - began, reason })
        throw error
      }
    },
    say: (action, told = {}) => write({ action, success: true, ...told }),
  }
}
