import { declareForm } from '../notify/forms/incident.ts'
import { answer, refusal } from './answers.ts'
import type { Command, Reply, Speaker } from './command.ts'
import type { Context } from './context.ts'
import { declare, readSeverity } from './declare.ts'
import { CHOSEN, choose } from './incident/choose.ts'
import { showFigures } from './incident/figures.ts'
import { listIncidents } from './incident/list.ts'
import { TYPED, typeNote } from './incident/typed.ts'
import { splitCommand } from './parse.ts'
import { showRun } from './show.ts'

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
    '/incident ack | cause | mitigated | verified | resolve - as the button of its card',
    '/incident update The disk is full - tell where it stands; INC-1 may be named first, here and below',
    '/incident note 14:20 the disk filled up - a line in the timeline, with a time of its own if given, or 2026-11-23 14:20',
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
  if (word === 'list') return listIncidents(context)
  if (word === 'show') return show(context, rest)
  if (word === 'help') return answer('/incident', { lines: [...incidentCommand.help] })
  if (word === 'figures') return showFigures(context)
  const typed = TYPED.get(word)
  if (typed !== undefined) return typeNote(context, speaker, word, typed, rest)
  if (CHOSEN.has(word)) return choose(context, speaker, word, rest)
  const severity = readSeverity(word)
  if (severity !== undefined) return declare(context, speaker, { severity, ...readDrill(rest) })
  return refusal('Nothing was declared', { lines: [judgeWord(word, text), ...incidentCommand.help] })
}

async function show(context: Context, id: string): Promise<Reply> {
  return id === ''
    ? refusal('Which incident?', {
        lines: ['Name it: /incident show INC-1', 'Those there are: /incident list'],
      })
    : showRun(context, id)
}

/** `--drill` anywhere in the title, however the phone wrote the dashes; who forgot one means it all the same. */
function readDrill(text: string): { readonly title: string; readonly drill?: true } {
  const drill = /(^|\s)[-\u2010-\u2015\u2212]{1,3}drill(?=\s|$)/gi
  return text.search(drill) === -1 ? { title: text } : { title: text.replace(drill, ' ').trim(), drill: true }
}

function judgeWord(word: string, text: string): string {
  if (/^sev/.test(word)) return `There is no severity "${word.slice(0, 40)}": it is sev1, sev2 or sev3.`
  const title = text.trim().slice(0, 80)
  return `"${word.slice(0, 40)}" is no subcommand. To declare it, name the severity first: /incident sev1 ${title}`
}
