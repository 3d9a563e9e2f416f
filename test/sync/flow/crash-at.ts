/** What a process that dies says last. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** Dies once: right after the `at`th call of whatever was wrapped has done its work, and before its caller knows. */
export function createCrash(at: number) {
  let calls = 0

  async function call(method: () => unknown): Promise<unknown> {
    const result = await method()
    calls += 1
    if (calls === at) throw new Crash(`after call ${at}`)
    return result
  }

  /** Every method of it and of what it consists of, `names` alone when they are given. */
  function wrap<T extends object>(whole: T, names?: readonly string[]): T {
    return new Proxy(whole, {
      get(target, name) {
        const part: unknown = Reflect.get(target, name)
        if (typeof part === 'object' && part !== null) return wrap(part, names)
        if (typeof part !== 'function') return part
        if (names !== undefined && !names.includes(String(name))) return part.bind(target)
        return (...given: unknown[]) => call(() => Reflect.apply(part, target, given))
      },
    })
  }

  return { wrap, died: () => calls >= at }
}
