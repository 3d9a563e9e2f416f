import type { Run } from '../../engine/run.ts'
import { noSuchRun, refusal } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'
import { splitCommand } from '../parse.ts'
import { handBack } from '../typed-text.ts'
import { underWay } from './open.ts'

type Found =
  | {
      readonly ok: true
      readonly run: Run
      readonly rest: string
      /** This very delivery did it already. */
      readonly repeated: boolean
    }
  | { readonly ok: false; readonly reply: Reply }

/** What was typed: the subcommand, the rest, and which runs can be meant when none is named. */
export type Asked = {
  readonly key: string
  readonly word: string
  readonly text: string
  readonly fits: (run: Run) => boolean
}

const LOOKED_AT = 50

/**
 * The release or rollback that a command speaks of, and the rest of what was typed: the one it names, else the only
 * open one that fits, else the only open one, which says itself why that can't be.
 */
export async function whichRelease(context: Context, asked: Asked): Promise<Found> {
  const { word, rest } = splitCommand(asked.text)
  if (/^(rel|rbk)-\d+$/.test(word)) {
    const run = await context.store.get(word.toUpperCase())
    return run === undefined ? { ok: false, reply: noSuchRun(word.toUpperCase()) } : foundIt(run, rest, asked)
  }
  const lists = ['release', 'rollback'].map((playbook) => context.store.list({ playbook, limit: LOOKED_AT }))
  const runs = (await Promise.all(lists)).flat()
  const before = runs.find((run) => tookDelivery(run, asked))
  if (before !== undefined) return foundIt(before, asked.text.trim(), asked)
  const open = runs.filter(({ state }) => state === 'open')
  const fitting = open.filter(asked.fits)
  const meant = fitting.length === 0 ? open : fitting
  const [only, ...others] = meant
  if (only !== undefined && others.length === 0) return foundIt(only, asked.text.trim(), asked)
  return { ok: false, reply: only === undefined ? none(asked) : several(context, asked, meant) }
}

function foundIt(run: Run, rest: string, asked: Asked): Found {
  return { ok: true, run, rest, repeated: tookDelivery(run, asked) }
}

function tookDelivery({ history }: Run, { key }: Asked): boolean {
  return history.some((entry) => entry.key === key)
}

function none({ text }: Asked): Reply {
  return refusal('Nothing changed - no release is under way', {
    lines: ['Begin one: /release minor. Those there are: /release list', ...handBack(text.trim())],
  })
}

function several(context: Context, { word, text }: Asked, runs: readonly Run[]): Reply {
  return refusal(`Which one? ${runs.length} are open`, {
    lines: [
      ...runs.map((run) => underWay(context, run)),
      `Name it: /release ${word} ${runs[0]?.id ?? ''}`,
      ...handBack(text.trim()),
    ],
  })
}
