import type { Entry, Fields, Run } from '../engine/run.ts'
import { timeFact } from './cards/incident-facts.ts'

/** One look at production while a release is watched. */
export type Sample = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly checks: readonly SampledCheck[]
}

export type SampledCheck = {
  readonly name: string
  readonly ok: boolean
  /** Latency of an answer that was well. */
  readonly ms: number | undefined
  /** `503, expected 200`; the value of a signal; empty when there is nothing to say. */
  readonly said: string
}

/** As the note `sampled` carries it: small, because a watch has sixty of them. The other way round is `samplesOf`. */
export function sampledFields({ at, checks }: Sample): Fields {
  return { ...Object.fromEntries(checks.map((check) => [check.name, wordOf(check)])), at: String(at) }
}

/** `ok 84`, `ok 84 57`, `no 503, expected 200` */
function wordOf({ ok, ms, said }: SampledCheck): string {
  return ok ? `ok ${Math.round(ms ?? 0)} ${said}`.trimEnd() : `no ${said}`.trimEnd()
}

/** Every look of the watch, oldest first, as the run keeps them. */
export function samplesOf(run: Pick<Run, 'history'>): readonly Sample[] {
  return run.history.filter(isSample).map(({ at, fields }) => ({
    at: timeFact(fields, 'at') ?? at,
    checks: Object.entries(fields).flatMap(([name, word]) =>
      name === 'at' || typeof word !== 'string' ? [] : [checkOf(name, word)],
    ),
  }))
}

function isSample({ kind, what }: Entry): boolean {
  return kind === 'noted' && what === 'sampled'
}

function checkOf(name: string, word: string): SampledCheck {
  const well = /^ok (\d+)(?: (.*))?$/s.exec(word)
  return well === null
    ? { name, ok: false, ms: undefined, said: word.replace(/^no ?/, '') }
    : { name, ok: true, ms: Number(well[1]), said: well[2] ?? '' }
}
