import type { Entry, Run } from '../../engine/run.ts'
import { textFact, titleOf } from '../../notify/cards/incident-facts.ts'
import type { Action } from '../act.ts'
import type { GitHub } from '../github.ts'
import type { Directory } from '../people.ts'
import type { RunStore } from '../ports.ts'
import { type ActionItem, readActionItems } from './action-items.ts'
import { type Digests, readDigests } from './digests.ts'
import { gitHubIsOff, isDrill, rehearsed } from './results.ts'
import { oneLine } from './words.ts'

const DAY_MS = 24 * 3_600_000

/** Writes the document. Pure. */
export type PostMortemDocument = {
  /** In the repository. */
  path(run: Run): string
  /**
   * The text, with what people wrote into `existing` kept. `digests` tell what Vigie wrote the last time; the answer's
   * are for the next. `kept` names the sections that people wrote.
   */
  write(
    run: Run,
    actions: readonly ActionItem[],
    existing: string | undefined,
    digests: Digests,
  ): { readonly text: string; readonly digests: Digests; readonly kept: readonly string[] }
}

export type IncidentPostmortemDeps = {
  readonly github: Pick<GitHub, 'readFile' | 'proposeFile'> | undefined
  readonly store: Pick<RunStore, 'get' | 'list'>
  readonly directory: Pick<Directory, 'byId' | 'nameOf'>
  readonly document: PostMortemDocument
}

/**
 * Proposes the post-mortem as a pull request, or brings the open one up to date. It tells the run as it stood when it
 * was asked for: a repeat writes the same, and so knows the text of an attempt that died for its own.
 */
export function createIncidentPostmortem({ github, document, ...deps }: IncidentPostmortemDeps): Action {
  return async (run, _entry, effect) => {
    const last = lastProposal(run)
    const usual = textFact(last?.fields, 'path') ?? document.path(run)
    if (isDrill(run)) return rehearsed(`would have proposed ${usual}`)
    // Whoever asks later is told more.
    if (run.history.slice(effect.entry + 1).some(isAsking)) return undefined
    if (github === undefined) return gitHubIsOff(effect, `write ${usual} by hand`)
    const branch = `post-mortem/${run.id.toLowerCase()}`
    const path = last === undefined ? await freePath(github, deps.store, run, usual) : usual
    const existing = await github.readFile(path, branch)
    const then = { ...run, history: run.history.slice(0, effect.entry + 1) }
    const actions = await readActionItems(deps, then)
    const { text, digests, kept } = document.write(then, actions, existing, readDigests(last?.fields))
    const title = `docs(post-mortem): ${run.id} ${oneLine(titleOf(run))}`
    const { number, url } = await github.proposeFile({
      branch,
      path,
      text,
      message: title,
      title,
      body: bodyOf(run),
    })
    return {
      note: 'proposed',
      fields: {
        pull: String(number),
        pullUrl: url,
        path,
        digests: JSON.stringify(digests),
        kept: kept.join(', '),
      },
    }
  }
}

/**
 * The usual path, unless another incident of that day and title has it: published already, or proposed. What a person
 * wrote of one incident must not become the other's.
 */
async function freePath(
  github: Pick<GitHub, 'readFile'>,
  store: Pick<RunStore, 'list'>,
  run: Run,
  usual: string,
): Promise<string> {
  const since = run.openedAt - 2 * DAY_MS
  const others = await store.list({ playbook: run.playbook, since, limit: 200 })
  const isProposed = others.some(
    (other) => other.id !== run.id && textFact(lastProposal(other)?.fields, 'path') === usual,
  )
  // A branch that nobody made answers as the default branch does.
  const isPublished = (await github.readFile(usual, 'post-mortem/nobody')) !== undefined
  return isProposed || isPublished ? usual.replace(/\.md$/, `-${run.id.toLowerCase()}.md`) : usual
}

function lastProposal({ history }: Run) {
  return history.findLast(({ kind, what }) => kind === 'noted' && what === 'proposed')
}

function isAsking({ kind, what }: Entry): boolean {
  return kind === 'noted' && what === 'postmortem'
}

function bodyOf({ id }: Run): string {
  return [
    `The post-mortem of ${id}, as far as Vigie knows it. What it can't know is left for people to write.`,
    'Sections that people wrote stay as they are when Vigie writes again. Merging publishes it.',
  ].join('\n\n')
}
