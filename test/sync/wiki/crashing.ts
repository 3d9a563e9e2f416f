import type { WikiDeps } from './wiki-rig.ts'

/** The same parts, of which one call, counted over all of them, ends in a crash: before it did anything, or after. */
export function crashing(deps: WikiDeps, at: number, when: 'before' | 'after') {
  let calls = 0
  let name: string | undefined

  function guard<T extends object>(part: T): T {
    return new Proxy(part, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property)
        if (typeof value !== 'function') return value
        return async (...args: readonly unknown[]): Promise<unknown> => {
          calls += 1
          const crashes = calls === at
          if (crashes) name = String(property)
          if (crashes && when === 'before') throw new Error(`crash before ${name}`)
          const result: unknown = await Reflect.apply(value, target, args)
          if (crashes) throw new Error(`crash after ${name}`)
          return result
        }
      },
    })
  }

  const { docmost, baserow, notices, cache, book } = deps
  const over: Partial<WikiDeps> = {
    docmost: guard(docmost),
    baserow: guard(baserow),
    notices: guard(notices),
    cache: guard(cache),
    book: { ...book, links: guard(book.links), memory: guard(book.memory), trace: guard(book.trace) },
  }
  /** Of the call that crashed; undefined when there were fewer. */
  return { over, name: () => name }
}
