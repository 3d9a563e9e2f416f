/** What a process that dies says last. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** What happens around one call: the process dies before its effect or after it, or somebody else does something first. */
export type Twist = 'die-before' | 'die-after' | (() => void)

/** Counts the calls of everything that is wrapped, over all lives of the process, and twists those that the script names. */
export function createScript(twists: ReadonlyMap<number, Twist> = new Map()) {
  let calls = 0

  async function call(method: () => unknown): Promise<unknown> {
    calls += 1
    const twist = twists.get(calls)
    if (twist === 'die-before') throw new Crash(`before call ${calls}`)
    if (typeof twist === 'function') twist()
    const result = await method()
    if (twist === 'die-after') throw new Crash(`after call ${calls}`)
    return result
  }

  function wrap<T extends object>(port: T): T {
    return new Proxy(port, {
      get(target, name) {
        const part: unknown = Reflect.get(target, name)
        if (typeof part !== 'function') return part
        return (...given: unknown[]) => call(() => Reflect.apply(part, target, given))
      },
    })
  }

  return { wrap, calls: () => calls }
}

export type Script = ReturnType<typeof createScript>
