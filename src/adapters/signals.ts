import type { CheckResult, HealthChecks } from '../runs/health.ts'
import type { Signal } from '../runs/release/settings.ts'
import { type Finding, judgeStatus, type Patience, probe, readText, unwell } from './probe.ts'

export type SignalsDeps = Patience & { readonly signals: readonly Signal[] }

const MOST_BYTES = 1_000_000

/** Asks for numbers that say whether people work as usual: a figure outside its bounds is a check that fails. */
export function createSignals({ signals, ...patience }: SignalsDeps): HealthChecks {
  async function run(signal: Signal): Promise<CheckResult> {
    const { ok, ms, said } = await probe(signal.url, patience, (answer) => judge(signal, answer))
    return { name: signal.name, ok, ms, said }
  }

  return {
    names: signals.map(({ name }) => name),
    run: () => Promise.all(signals.map(run)),
  }
}

async function judge(signal: Signal, answer: Response): Promise<Finding> {
  const status = judgeStatus(answer, undefined)
  if (!status.ok) return status
  const { text, whole } = await readText(answer, MOST_BYTES)
  if (!whole) return unwell('more than 1 MB')
  const value = numberAt(parsed(text), signal.field)
  return value === undefined ? unwell(`no number at ${signal.field}`) : judgeValue(signal, value)
}

function judgeValue({ atLeast, atMost }: Signal, value: number): Finding {
  if (atLeast !== undefined && value < atLeast) return unwell(`${value}, expected at least ${atLeast}`)
  if (atMost !== undefined && value > atMost) return unwell(`${value}, expected at most ${atMost}`)
  return { ok: true, said: `${value}` }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `field` is a path with dots: `entries.lastHour`, `data.0.value`. */
function numberAt(json: unknown, field: string): number | undefined {
  const found = field.split('.').reduce<unknown>(inside, json)
  return typeof found === 'number' ? found : undefined
}

function inside(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([name]) => name === key)?.[1]
}
