export type Nudge = {
  /** Something may have changed: look. It returns at once. */
  nudge(): void
  /** When nobody looks any more. */
  settled(): Promise<void>
}

type NudgeLog = { error(data: object, message: string): void }

/**
 * Many nudges in a moment are few looks: one is under way, and one more comes after it, which sees whatever happened
 * meanwhile. A look that fails is logged, and the timer's next one makes up for it.
 */
export function createNudge(look: () => Promise<void>, log: NudgeLog): Nudge {
  let again = false
  let underWay: Promise<void> | undefined

  async function lookOn(): Promise<void> {
    while (again) {
      again = false
      try {
        await look()
      } catch (error) {
        log.error({ err: error }, 'a look at the releases failed')
      }
    }
    underWay = undefined
  }

  return {
    nudge() {
      again = true
      underWay ??= lookOn()
    },
    async settled() {
      await underWay
    },
  }
}
