import type { Clock } from '../runs/ports.ts'
import type { SmokeResult, SmokeTests } from '../runs/release/ports.ts'
import { type Finding, judgeStatus, type Patience, probe, readText } from './probe.ts'

export type SmokeTest = {
  readonly name: string
  readonly url: string
  /** The status that is well; any of 200 to 299 when absent. */
  readonly expect?: number | undefined
  /** Text that the body must have. */
  readonly contains?: string | undefined
  /** Milliseconds; that of all when absent. */
  readonly timeout?: number | undefined
}

export type SmokeTestsDeps = Omit<Patience, 'clock'> & {
  readonly tests: readonly SmokeTest[]
  readonly clock: Pick<Clock, 'after'>
  /** Between two tries: what was just deployed may still be starting. */
  readonly pauseMs?: number
}

const TRIES = 3
const PAUSE_MS = 5_000
const MOST_BYTES = 1_000_000

/** Tests every address at once, each until it is well, three times at most. */
export function createSmokeTests({ tests, pauseMs = PAUSE_MS, ...patience }: SmokeTestsDeps): SmokeTests {
  const pause = () => new Promise<void>((resolve) => patience.clock.after(pauseMs, resolve))

  async function run(test: SmokeTest): Promise<SmokeResult> {
    for (let tries = 1; ; tries += 1) {
      const { ok, ms, said } = await probe(
        test.url,
        { ...patience, timeoutMs: test.timeout ?? patience.timeoutMs },
        (answer) => judge(test, answer),
      )
      if (ok || tries === TRIES) return { name: test.name, ok, ms, said, tries }
      await pause()
    }
  }

  return {
    names: tests.map(({ name }) => name),
    run: () => Promise.all(tests.map(run)),
  }
}

async function judge({ expect, contains }: SmokeTest, answer: Response): Promise<Finding> {
  const finding = judgeStatus(answer, expect)
  if (!finding.ok || contains === undefined) return finding
  const { text, whole } = await readText(answer, MOST_BYTES)
  if (text.includes(contains)) return finding
  const where = whole ? '' : ' in its first 1 MB'
  return { ok: false, said: `${finding.said}, without "${contains}"${where}` }
}
