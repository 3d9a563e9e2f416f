import type { Run } from '../../engine/run.ts'
import { noSuchRun, refusal } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'
import { splitCommand } from '../parse.ts'
import { handBack } from '../typed-text.ts'
import { underWay } from './open.ts'

type Found =
  | { readonly ok: true; readonly run: Run; readonly rest: string }
  | { readonly ok: false; readonly reply: Reply }

/** What was typed: the subcommand, the rest, and which runs can be meant when none is named. */
export type Asked = {
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
    return run === undefined ? { ok: false, reply: noSuchRun(word.toUpperCase()) } : { ok: true, run, rest }
  }
  const lists = ['release', 'rollback'].map((playbook) =>
    context.store.list({ state: 'open', playbook, limit: LOOKED_AT }),
  )
  const open = (await Promise.all(lists)).flat()
  const fitting = open.filter(asked.fits)
  const meant = fitting.length === 0 ? open : fitting
  const [only, ...others] = meant
  if (only !== undefined && others.length === 0) return { ok: true, run: only, rest: asked.text.trim() }
  return { ok: false, reply: only === undefined ? none(asked) : several(context, asked, meant) }
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
