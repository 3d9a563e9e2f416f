import { answer, refusal } from './answers.ts'
import type { Command, Reply, Speaker } from './command.ts'
import type { Context } from './context.ts'
import { splitCommand } from './parse.ts'
import { force } from './sync/force.ts'
import { syncIsOff } from './sync/off.ts'
import { reconcile } from './sync/reconcile.ts'
import { retry } from './sync/retry.ts'
import { status } from './sync/status.ts'
import { trace } from './sync/trace.ts'

export const syncCommand: Command = {
  name: '/sync',
  usage: 'status | trace EVENT | retry EVENT|all | force TABLE ROW | reconcile [TABLE] | help',
  summary: 'Docmost and Baserow in step: what waits, what became of an event',
  help: [
    '/sync - whether Docmost and Baserow are in step, and what waits',
    '/sync trace 0f8fad5b - what became of an event, step by step and why; its first letters are enough',
    '/sync retry projet:42 - puts back to work what was given up or held; also: an event, all',
    '/sync force projet 42 - synchronises this row now, whatever is remembered of it',
    '/sync reconcile projet - compares all rows of a table with their pages, makes the pages that are missing; all tables without one',
  ],
  run: sync,
}

async function sync(context: Context, speaker: Speaker, text: string): Promise<Reply> {
  const { word, rest } = splitCommand(text)
  if (word === 'help') return answer('/sync - what one may say', { lines: [...syncCommand.help] })
  const desk = context.sync
  if (desk === undefined) return syncIsOff()
  switch (word) {
    case '':
    case 'status':
      return status(context, desk)
    case 'trace':
      return trace(context, desk, rest)
    case 'retry':
      return retry(context, desk, speaker, rest)
    case 'force':
      return force(context, desk, speaker, rest)
    case 'reconcile':
      return reconcile(context, speaker, rest)
    default:
      return refusal(`"${word.slice(0, 40)}" is no subcommand of /sync`, { lines: [...syncCommand.help] })
  }
}
