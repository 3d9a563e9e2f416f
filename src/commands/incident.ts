import type { Run } from '../engine/run.ts'
import { waitsFor } from '../engine/standing.ts'
import type { Span, Text } from '../notify/card.ts'
import { leadOf, owedOf, resolutionOf, severityOf, titleOf } from '../notify/cards/incident-facts.ts'
import { declareForm } from '../notify/forms/incident.ts'
import { formatTime } from '../notify/time.ts'
import { answer, refusal } from './answers.ts'
import type { Command, Reply, Speaker } from './command.ts'
import { type Context, lookOf } from './context.ts'
import { declare, readSeverity } from './declare.ts'
import { showFigures } from './incident/figures.ts'
import { TYPED, typeNote } from './incident/typed.ts'
import { splitCommand } from './parse.ts'
import { showRun } from './show.ts'

const LISTED = 20

export const incidentCommand: Command = {
  name: '/incident',
  usage: 'sev1|sev2|sev3 [title] [--drill] | list | show INC-1 | update | note | action | postmortem | help',
  summary: 'Declare an incident, or see those there are',
  help: [
    '/incident - a form',
    '/incident sev1 Docmost is down - at once',
    '/incident sev1 Docmost is down --drill - rehearse it in the sandbox: nobody outside is told',
    '/incident list - those that are open, and the last ones',
    '/incident show INC-1 - its card and what happened',
    '/incident update The disk is full - tell where it stands; INC-1 may be named first, here and below',
    '/incident note 14:20 the disk filled up - a line in the timeline, with a time of its own if given',
    '/incident lead | comms | scribe - take a role, or take over the lead',
    '/incident severity sev2 only the editor is down - another severity, and why',
    '/incident checks - ask the configured addresses now',
    '/incident snooze 60 - put the next reminder off by 30, 60 or 90 minutes',
    '/incident dataloss what may be lost - the lead confirms, then everybody is e-mailed once',
    '/incident notice REFERENCE - the data-protection authority was notified',
    '/incident workaround what helps meanwhile - for a SEV3, kept in its issue',
    '/incident action yan 2026-12-01 alert on disk space - an action item with owner and due date',
    '/incident postmortem INC-1 - write it, or write it again: what people wrote is kept',
    '/incident figures - time to acknowledge, mitigate and resolve, by month',
  ],
  run: incident,
}

async function incident(context: Context, speaker: Speaker, text: string): Promise<Reply> {
  const { word, rest } = splitCommand(text)
  if (word === '') return { kind: 'form', form: declareForm() }
  if (word === 'list') return list(context)
  if (word === 'show') return rest === '' ? usage('Which one?') : showRun(context, rest)
  if (word === 'help') return answer('/incident', { lines: [...incidentCommand.help] })
  if (word === 'figures') return showFigures(context)
  const typed = TYPED[word]
  if (typed !== undefined) return typeNote(context, speaker, typed, rest)
  const severity = readSeverity(word)
  if (severity !== undefined) return declare(context, speaker, { severity, ...readDrill(rest) })
  return usage(judgeWord(word, text))
}

/** `--drill` anywhere in the title, however the phone wrote the dashes. */
function readDrill(text: string): { readonly title: string; readonly drill?: true } {
  const drill = /(^|\s)(--|\u2014|\u2013)drill(?=\s|$)/i
  return drill.test(text) ? { title: text.replace(drill, ' ').trim(), drill: true } : { title: text }
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
    context.store.list({ state: 'open', playbook: 'incident', limit: LISTED }),
    context.store.list({ state: 'finished', playbook: 'incident', limit: 5 }),
  ])
  const lines = [...open, ...finished].map((run) => lineOf(context, run))
  return answer(`${open.length} open`, { lines: lines.length === 0 ? ['No incident so far.'] : lines })
}

function lineOf(context: Context, run: Run): Text {
  const state: Span = stateOf(context, run)
  return [{ bold: run.id }, ` [${severityOf(run)}] ${titleOf(run)} - `, state]
}

function stateOf(context: Context, run: Run): string {
  const look = lookOf(context, run)
  const lead = leadOf(run)
  const resolved = resolutionOf(run)
  if (run.facts['ignored'] === true) return 'ignored'
  if (resolved !== undefined) {
    const owed = owedOf(run)
    return `resolved at ${formatTime(resolved.at, look)}${owed === undefined ? '' : `, ${owed} owed`}`
  }
  const since = `open since ${formatTime(run.openedAt, look)}`
  return lead === undefined
    ? `${since}, waits for ${waitsFor(run) ?? 'nobody'}`
    : `${since}, led by ${look.nameOf(lead.by)}`
}
