import type { SyncDeps } from '../../../src/sync/deps.ts'

/** What a process that is dead comes to: no answer reaches it, nothing that it does arrives. */
export class Killed extends Error {}

/** Methods that answer piece by piece; what they are made of is as mortal as the rest. */
const PIECEMEAL = ['rows', 'ofTable']

/** One process: everything that it is given works until it dies, also at a call that is counted from now. */
export function createLife(given: SyncDeps, onDeath: () => void) {
  let alive = true
  let blow: { calls: number; readonly when: 'before' | 'after' } | undefined

  function end(): void {
    if (!alive) return
    alive = false
    onDeath()
  }

  async function call(act: () => unknown): Promise<unknown> {
    if (!alive) throw new Killed()
    if (blow !== undefined) blow.calls -= 1
    const isLast = blow?.calls === 0
    if (isLast && blow?.when === 'before') end()
    if (!alive) throw new Killed()
    const answer = await act()
    if (isLast) end()
    if (!alive) throw new Killed()
    return answer
  }

  function mortal<T extends object>(whole: T): T {
    return new Proxy(whole, {
      get(target, name) {
        const part: unknown = Reflect.get(target, name)
        if (typeof part === 'object' && part !== null) return mortal(part)
        if (typeof part !== 'function') return part
        if (PIECEMEAL.includes(String(name))) return part.bind(target)
        return (...args: unknown[]) => call(() => Reflect.apply(part, target, args))
      },
    })
  }

  const { baserow, docmost, book, queue, cache, notices } = given
  const deps: SyncDeps = {
    ...given,
    baserow: mortal(baserow),
    docmost: mortal(docmost),
    book: mortal(book),
    queue: mortal(queue),
    cache: mortal(cache),
    notices: mortal(notices),
  }
  return {
    deps,
    end,
    /** Dies at the nth call from now. */
    endAt(calls: number, when: 'before' | 'after') {
      blow = { calls, when }
    },
    spare() {
      blow = undefined
    },
  }
}
