import type { Run } from '../engine/run.ts'
import { waitsFor } from '../engine/standing.ts'
import type { Span, Text } from '../notify/card.ts'
import { leadOf, severityOf, titleOf } from '../notify/cards/incident-facts.ts'
import { declareForm } from '../notify/forms/incident.ts'
import { formatTime } from '../notify/time.ts'
import { answer, refusal } from './answers.ts'
import type { Command, Reply, Speaker } from './command.ts'
import { type Context, lookOf } from './context.ts'
import { declare, readSeverity } from './declare.ts'
import { splitCommand } from './parse.ts'
import { showRun } from './show.ts'

const LISTED = 20

export const incidentCommand: Command = {
  name: '/incident',
  usage: 'sev1|sev2|sev3 [title] | list | show INC-1',
  summary: 'Declare an incident, or see those there are',
  help: [
    '/incident - a form',
    '/incident sev1 Docmost is down - at once',
    '/incident list - those that are open, and the last ones',
    '/incident show INC-1 - its card and what happened',
  ],
  run: incident,
}

async function incident(context: Context, speaker: Speaker, text: string): Promise<Reply> {
  const { word, rest } = splitCommand(text)
  if (word === '') return { kind: 'form', form: declareForm() }
  if (word === 'list') return list(context)
  if (word === 'show') return rest === '' ? usage('Which one?') : showRun(context, rest)
  if (word === 'help') return answer('/incident', { lines: [...incidentCommand.help] })
  const severity = readSeverity(word)
  if (severity !== undefined) return declare(context, speaker, { severity, title: rest })
  return usage(judgeWord(word, text))
}

function judgeWord(word: string, text: string): string {
  if (/^sev/.test(word)) return `There is no severity "${word}": it is sev1, sev2 or sev3.`
  const title = text.trim().slice(0, 80)
  return `"${word.slice(0, 40)}" is no subcommand. To declare it, name the severity first: /incident sev1 ${title}`
}

function usage(why: string): Reply {
  return refusal('Nothing was declared', { lines: [why, ...incidentCommand.help] })
}

async function list(context: Context): Promise<Reply> {
  const [open, finished] = await Promise.all([
    context.store.list({ state: 'open', limit: LISTED }),
    context.store.list({ state: 'finished', limit: 5 }),
  ])
  const lines = [...open, ...finished]
    .filter((run) => run.playbook === 'incident')
    .map((run) => lineOf(context, run))
  return answer(`${open.length} open`, { lines: lines.length === 0 ? ['No incident so far.'] : lines })
}

function lineOf(context: Context, run: Run): Text {
  const look = lookOf(context, run)
  const lead = leadOf(run)
  const since = `since ${formatTime(run.openedAt, look)}`
  const state: Span =
    run.state === 'finished'
      ? `resolved at ${formatTime(run.finishedAt ?? run.openedAt, look)}`
      : lead === undefined
        ? `open ${since}, waits for ${waitsFor(run) ?? 'nobody'}`
        : `open ${since}, led by ${look.nameOf(lead.by)}`
  return [{ bold: run.id }, ` [${severityOf(run)}] ${titleOf(run)} - `, state]
}
