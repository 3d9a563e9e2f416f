import type { RunEvent } from '../engine/event.ts'
import { type Run, VIGIE } from '../engine/run.ts'
import { textFact } from '../notify/cards/incident-facts.ts'
import type { GitHub } from './github.ts'
import type { Clock, RunStore } from './ports.ts'
import { RemoteError } from './remote.ts'
import type { Runs } from './submit.ts'

/** Something that happened in the repository, as its webhook tells. `by` is a login. */
export type RepositoryEvent = {
  readonly kind: 'issue_closed' | 'issue_reopened' | 'pull_merged' | 'pull_closed'
  readonly number: number
  readonly by?: string
  readonly delivery: string
}

/** Brings what people did on GitHub into the runs. It only reads there. */
export type Reconcile = {
  /** Takes an event of the webhook. Settles when it is stored; whoever nobody waits for changes nothing. */
  take(event: RepositoryEvent): Promise<void>
  /** Asks GitHub about everything that open runs wait for: finds what no webhook told. `away` says why it ended early. */
  sweep(): Promise<{ readonly asked: number; readonly away?: string }>
}

export type ReconcileDeps = {
  readonly store: Pick<RunStore, 'list'>
  readonly runs: Pick<Runs, 'submit'>
  /** Undefined when it is switched off. */
  readonly github: Pick<GitHub, 'issue' | 'pull'> | undefined
  readonly clock: Pick<Clock, 'now'>
}

/** An issue that is to be closed, or a pull request that is to be merged, for a run. */
type Awaited = { readonly run: Run; readonly kind: 'issue' | 'pull'; readonly number: number }

const MOST = 1_000
/** A SEV3 is often over before its issue is closed, in the next release. */
const FINISHED = { playbook: 'incident', state: 'finished', limit: 200 } as const
const ENDINGS: Readonly<Partial<Record<RepositoryEvent['kind'], Awaited['kind']>>> = {
  issue_closed: 'issue',
  pull_merged: 'pull',
}

export function createReconcile({ store, runs, github, clock }: ReconcileDeps): Reconcile {
  async function end({ run, ...awaited }: Awaited, by: string | undefined): Promise<void> {
    await runs.submit(run.id, eventOf(run, awaited, by, clock.now()))
  }

  return {
    async take(event) {
      const kind = ENDINGS[event.kind]
      // What is reopened or closed unmerged ends nothing and takes nothing back.
      if (kind === undefined) return
      const open = await store.list({ state: 'open', limit: MOST })
      const finished = kind === 'issue' ? await store.list(FINISHED) : []
      for (const one of [...open, ...finished].flatMap(awaitedBy)) {
        if (one.kind === kind && one.number === event.number) await end(one, event.by)
      }
    },
    async sweep() {
      let asked = 0
      if (github === undefined) return { asked }
      for (const one of (await store.list({ state: 'open', limit: MOST })).flatMap(awaitedBy)) {
        try {
          const answer = await askAbout(github, one)
          asked += 1
          if (answer.ended) await end(one, answer.by)
        } catch (error) {
          if (!(error instanceof RemoteError)) throw error
          // Deleted or moved away: a fact about this one. Anything else is true of all, and the next sweep asks again.
          if (error.retry) return { asked, away: error.message }
        }
      }
      return { asked }
    },
  }
}

/** What a run waits for on GitHub, as it stands. */
function awaitedBy(run: Run): readonly Awaited[] {
  const [issue, pull] = [numberIn(run, 'issue'), numberIn(run, 'pull')]
  const told = run.history.some((entry) => entry.key === `closed:${issue}`)
  const closes = run.playbook === 'incident' ? !told : run.playbook === 'action-item' && run.state === 'open'
  const publishes = run.playbook === 'incident' && run.state === 'open' && run.step === 'postmortem'
  return [
    ...(issue === undefined || !closes ? [] : [{ run, kind: 'issue', number: issue } as const]),
    ...(pull === undefined || !publishes ? [] : [{ run, kind: 'pull', number: pull } as const]),
  ]
}

function numberIn({ facts }: Run, fact: 'issue' | 'pull'): number | undefined {
  const value = textFact(facts, fact)
  return value === undefined ? undefined : Number(value)
}

async function askAbout(
  github: Pick<GitHub, 'issue' | 'pull'>,
  { kind, number }: Awaited,
): Promise<{ readonly ended: boolean; readonly by: string | undefined }> {
  if (kind === 'issue') {
    const { state, by } = await github.issue(number)
    return { ended: state === 'closed', by }
  }
  const { state, by } = await github.pull(number)
  return { ended: state === 'merged', by }
}

/** The key names what ended and not who told: the webhook and the sweep are one event. */
function eventOf(
  run: Run,
  { kind, number }: Omit<Awaited, 'run'>,
  login: string | undefined,
  at: number,
): RunEvent {
  const fields = login === undefined ? {} : { by: login }
  const base = { at, by: { id: VIGIE, groups: [] }, door: 'github', fields }
  if (kind === 'pull')
    return { ...base, type: 'complete', key: `merged:${number}`, step: run.step, outcome: 'published' }
  const key = `closed:${number}`
  return run.playbook === 'action-item'
    ? { ...base, type: 'complete', key, step: run.step, outcome: 'done' }
    : { ...base, type: 'note', key, note: 'issueClosed' }
}
