import type { System } from '../../../src/sync/book.ts'
import { SyncError } from '../../../src/sync/ports.ts'

type Fate = 'answered' | 'lost' | 'unsent'

export type Trouble = {
  readonly calls: number
  readonly when: 'before' | 'after'
  readonly code: 'unreachable' | 'server_error'
}

/** The wire to both systems. A call waits until it is let through, and then happens at once: the story says in which order. */
export type Line = {
  pass<T>(system: System, effect: () => T): Promise<T>
  /** Lets one of the calls through that wait. */
  letOne(which: number): void
  /** Nothing waits from now on, until `hold`. */
  open(): void
  hold(): void
  /** The next calls of a system fail. */
  trouble(system: System, trouble: Trouble): void
  heal(): void
  /** Nobody waits for the answers any more; some of the calls had arrived. */
  cut(arrived: (n: number) => boolean): void
}

export function createLine(): Line {
  const waiting: ((fate: Fate) => void)[] = []
  const troubles = new Map<System, Trouble>()
  let isOpen = true

  function take(system: System): Trouble | undefined {
    const trouble = troubles.get(system)
    if (trouble === undefined || trouble.calls === 0) return undefined
    troubles.set(system, { ...trouble, calls: trouble.calls - 1 })
    return trouble
  }

  return {
    async pass(system, effect) {
      const fate = isOpen ? 'answered' : await new Promise<Fate>((resolve) => waiting.push(resolve))
      const trouble = take(system)
      if (fate === 'unsent' || trouble?.when === 'before') throw failure(system, trouble)
      const answer = effect()
      if (fate === 'lost' || trouble !== undefined) throw failure(system, trouble)
      return answer
    },
    letOne(which) {
      for (const resolve of waiting.splice(which % Math.max(1, waiting.length), 1)) resolve('answered')
    },
    open() {
      isOpen = true
      for (const resolve of waiting.splice(0)) resolve('answered')
    },
    hold() {
      isOpen = false
    },
    trouble: (system, trouble) => void troubles.set(system, trouble),
    heal: () => troubles.clear(),
    cut(arrived) {
      for (const [n, resolve] of waiting.splice(0).entries()) resolve(arrived(n) ? 'lost' : 'unsent')
    },
  }
}

function failure(system: System, trouble: Trouble | undefined): SyncError {
  return new SyncError(system, trouble?.code ?? 'unreachable', { retry: true })
}
