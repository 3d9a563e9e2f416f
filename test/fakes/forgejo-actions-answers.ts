import type { z } from 'zod'
import type { ForgejoActions } from './forgejo-actions.ts'
import type { newDispatch } from './forgejo-routes.ts'
import { type ForgejoWorld, NOT_FOUND, ok, page, said } from './forgejo-rows.ts'
import type { Answer } from './github-upstream.ts'

type Runs = Pick<ForgejoActions, 'ci' | 'rowOf'>

export function listRuns({ ci, rowOf }: Runs, url: URL): Answer {
  const [ref, commit, file] = ['ref', 'head_sha', 'workflow_id'].map((key) => url.searchParams.get(key))
  const found = ci.runs
    .filter((run) => !ref || run.ref === ref)
    .filter((run) => !commit || run.commit === commit)
    .filter((run) => !file || run.file === file)
  const rows = page(found.map(rowOf).reverse(), url)
  return { ...rows, body: { total_count: found.length, workflow_runs: rows.body } }
}

export function oneRun({ ci, rowOf }: Runs, id: number): Answer {
  const found = ci.runs.find((run) => run.id === id)
  return found === undefined ? NOT_FOUND : ok(rowOf(found))
}

/** The file at the ref is what is run. */
export function dispatch(
  { store, actions }: ForgejoWorld,
  file: string,
  { ref }: z.infer<typeof newDispatch>,
): Answer {
  const commit = store.resolve(ref)
  if (commit === undefined || !actions.knows(file)) return NOT_FOUND
  if (!actions.dispatchable(file)) return said(500, 'workflow has no workflow_dispatch trigger')
  const full = store.branches.has(ref) ? `refs/heads/${ref}` : `refs/tags/${ref}`
  actions.dispatch(file, full, commit)
  return { status: 204 }
}

/** The newest of each context. Without any there is no list. */
export function combinedStatus({ store, actions }: ForgejoWorld, ref: string, url: URL): Answer {
  const commit = store.resolve(ref) ?? ''
  const found = actions.statuses(commit)
  const rows = found.map(({ context, status }, n) => ({ id: n + 1, context, status, target_url: '' }))
  const states = found.map(({ status }) => status)
  const worst = ['failure', 'pending', 'success'].find((state) => states.includes(state)) ?? ''
  const { body } = page(rows, url)
  return ok({
    state: worst,
    sha: commit,
    total_count: found.length,
    statuses: found.length === 0 ? null : body,
  })
}
