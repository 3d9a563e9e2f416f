import { setTimeout as sleep } from 'node:timers/promises'

/** The writes after which a death is worst: they are done, and Vigie has not written down that they are. */
const GITHUB = [
  'POST /git/commits',
  'PATCH /git/refs/{ref}',
  'POST /git/tags',
  'POST /git/refs',
  'POST /actions/workflows/{file}/dispatches',
  'POST /releases',
]
const SLACK = ['chat.postMessage']
export const TARGETS = { github: GITHUB, slack: SLACK } as const
export type Target = keyof typeof TARGETS

/** Waits for a moment at which Vigie is to die. */
export type Aim = {
  /** What the fakes tell: a route was answered, or a method of Slack. */
  readonly answered: (route: string) => void
  /** Resolves with the route when one of the target was answered, after `skip` others; undefined after `withinMs`. */
  next(target: Target, skip: number, withinMs: number): Promise<string | undefined>
}

export function createAim(): Aim {
  let waits: { readonly target: Target; left: number; hit(route: string): void } | undefined
  return {
    answered(route) {
      if (waits === undefined || !TARGETS[waits.target].includes(route)) return
      if (waits.left === 0) waits.hit(route)
      else waits.left -= 1
    },
    async next(target, skip, withinMs) {
      const over = new AbortController()
      const hit = new Promise<string>((resolve) => {
        waits = { target, left: skip, hit: resolve }
      })
      const route = await Promise.race([
        hit,
        sleep(withinMs, undefined, { signal: over.signal }).catch(() => undefined),
      ])
      over.abort()
      waits = undefined
      return route
    },
  }
}
