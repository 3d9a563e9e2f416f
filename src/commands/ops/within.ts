import type { Context } from '../context.ts'

/** What the doctor found of one part: how it is, and what is to look at. */
export type Examined = { readonly states: readonly string[]; readonly warnings: readonly string[] }

const WITHIN_MS = 1_000

/** What was found, or `silent` when that fails or takes longer than a second, or than `ms`. */
export function within(
  { clock }: Pick<Context, 'clock'>,
  asked: Promise<Examined>,
  silent: Examined,
  ms = WITHIN_MS,
): Promise<Examined> {
  return new Promise((settle) => {
    const cancel = clock.after(ms, () => settle(silent))
    asked
      .catch(() => silent)
      .then((found) => {
        cancel()
        settle(found)
      })
  })
}
