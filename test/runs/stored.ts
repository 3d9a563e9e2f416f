import type { Actor } from '../../src/engine/event.ts'
import type { Fields, Run } from '../../src/engine/run.ts'
import type { RunStore } from '../../src/runs/ports.ts'
import type { Runs, Submitted } from '../../src/runs/submit.ts'

type Asked = {
  readonly key: string
  readonly at: number
  readonly by: Actor
  readonly door: string
  readonly fields: Fields
}

export async function storedRun(store: Pick<RunStore, 'get'>, id: string): Promise<Run> {
  const run = await store.get(id)
  if (run === undefined) throw new Error(`${id} is not in the store`)
  return run
}

export async function advanced(submitted: Promise<Submitted>): Promise<Run> {
  const result = await submitted
  if (!result.advanced) throw new Error(result.reason)
  return result.run
}

/** Ends the step that the run is at, as its button would: a decision at a gate, an outcome elsewhere. */
export async function chosen(
  { store, runs }: { readonly store: Pick<RunStore, 'get'>; readonly runs: Pick<Runs, 'submit'> },
  id: string,
  choice: string,
  asked: Asked,
): Promise<Run> {
  const { step, gate } = await storedRun(store, id)
  return advanced(
    gate === undefined
      ? runs.submit(id, { ...asked, type: 'complete', step, outcome: choice })
      : runs.submit(id, { ...asked, type: 'decide', step, decision: choice }),
  )
}
