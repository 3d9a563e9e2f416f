import type { Deployment, Guard, Pipeline, WorkflowRun } from '../../../src/runs/release/ports.ts'
import { RemoteError } from '../../../src/runs/remote.ts'

type Listed = { -readonly [Part in keyof WorkflowRun]: WorkflowRun[Part] } & { readonly ref: string }

/** CI in memory. A run that was dispatched is listed at once, unless `slow`: then `list` lists it. */
export function createSmallPipeline(commitOf: (ref: string) => string | undefined, startedAt: number) {
  const listed: Listed[] = []
  const unlisted: Listed[] = []
  const done = { dispatches: 0, reruns: 0 }
  const comments: string[] = []
  const state: {
    guard: Guard
    slow: boolean
    gone: boolean
    /** The workflow says that a tag starts it. */
    onTag: boolean
    fault?: RemoteError | undefined
    status?: Deployment | undefined
  } = { guard: { kind: 'none' }, slow: false, gone: false, onTag: false }

  function start(ref: string, began: WorkflowRun['state']): Listed {
    const id = 81 + listed.length + unlisted.length
    const url = `https://github.test/runs/${id}`
    const run = {
      id,
      url,
      ref,
      state: began,
      said: began,
      commit: commitOf(ref) ?? 'nothing',
      startedAt,
      attempt: 1,
    }
    if (state.slow) unlisted.push(run)
    else listed.push(run)
    return run
  }

  const port: Pick<
    Pipeline,
    'latestRun' | 'dispatch' | 'startsOnTag' | 'rerun' | 'deployment' | 'guard' | 'answer'
  > = {
    async latestRun(workflow, of) {
      if (state.fault !== undefined) throw state.fault
      if (state.gone) throw new RemoteError('github', 'not_found', { retry: false, said: `no ${workflow}` })
      return listed.findLast(({ ref }) => 'ref' in of && ref === of.ref)
    },
    async dispatch(_workflow, ref) {
      if (state.fault !== undefined) throw state.fault
      done.dispatches += 1
      start(ref, 'queued')
    },
    startsOnTag: async () => state.onTag,
    async rerun(id) {
      const run = listed.find((one) => one.id === id)
      if (run?.state !== 'red')
        throw new RemoteError('github', 'refused', { retry: false, said: 'not failed' })
      done.reruns += 1
      Object.assign(run, { state: 'queued', said: 'queued', attempt: run.attempt + 1 })
    },
    deployment: async () => state.status,
    guard: async () => state.guard,
    async answer(id, { comment }) {
      const run = listed.find((one) => one.id === id)
      if (run?.state !== 'waiting') return 'nothing_waits'
      if (state.guard.kind === 'none' || !state.guard.weMayAnswer) return 'not_a_reviewer'
      comments.push(comment)
      run.state = 'running'
      return 'answered'
    },
  }

  return {
    port,
    done,
    state,
    comments,
    listed,
    start,
    list: () => listed.push(...unlisted.splice(0)),
    /** The newest run is now so. */
    turn(to: WorkflowRun['state'], said: string = to) {
      const run = listed.at(-1)
      if (run === undefined) throw new Error('nothing was started')
      Object.assign(run, { state: to, said })
    },
  }
}
