import { findStep } from '../engine/playbook.ts'
import type { Run } from '../engine/run.ts'
import type { Act, Text } from '../notify/card.ts'
import { press } from './act.ts'
import { answer, noSuchRun, refusal } from './answers.ts'
import { auditLines } from './audit.ts'
import type { Command, Reply, Speaker } from './command.ts'
import type { Context } from './context.ts'
import { incidentCommand } from './incident.ts'
import { DOCTOR_HELP, doctor } from './ops/doctor.ts'
import { ONCALL_HELP, oncall } from './ops/oncall.ts'
import { runOfCode, splitCommand } from './parse.ts'
import { explainRefusal } from './refusals.ts'
import { releaseCommand } from './release.ts'
import { syncCommand } from './sync.ts'

/** A chat message holds no more. The console shows the whole trail. */
const AUDIT_LINES = 40

export const opsCommand: Command = {
  name: '/ops',
  usage: 'help | oncall [PERSON until TIME] | approve CODE [decision] | audit INC-1 | link | doctor',
  summary: 'Who is on call, decide a gate by its code, read the audit trail',
  help: [
    ...ONCALL_HELP,
    '/ops approve INC-1-A - decide the gate with this code, as its first button would',
    '/ops approve INC-1-A resolve - or another of its decisions',
    '/ops audit INC-1 - who did what, when, through which door',
    '/ops link - a private way into the web console',
    DOCTOR_HELP,
  ],
  run: ops,
}

async function ops(context: Context, speaker: Speaker, text: string): Promise<Reply> {
  const { word, rest } = splitCommand(text)
  switch (word) {
    case '':
    case 'help':
      return answer('Vigie - what one may say', {
        lines: [...incidentCommand.help, ...releaseCommand.help, ...syncCommand.help, ...opsCommand.help],
      })
    case 'oncall':
      return oncall(context, speaker, rest)
    case 'approve':
      return approve(context, speaker, rest)
    case 'audit':
      return audit(context, rest.toUpperCase())
    case 'link':
      return link(context, speaker)
    case 'doctor':
      return doctor(context, speaker)
    default:
      return refusal(`"${word.slice(0, 40)}" is no subcommand of /ops`, { lines: [...opsCommand.help] })
  }
}

/** The typed door of a gate: does what its button would. */
async function approve(context: Context, speaker: Speaker, rest: string): Promise<Reply> {
  const { word, rest: choice } = splitCommand(rest)
  const code = word.toUpperCase()
  const id = runOfCode(code)
  const run = id === undefined ? undefined : await context.store.get(id)
  if (run === undefined) {
    return refusal(code === '' ? 'Which code?' : `No gate has the code ${code.slice(0, 40)}`, {
      lines: ['The code stands on the card: INC-1-A, say. Then: /ops approve INC-1-A'],
    })
  }
  if (run.gate?.code !== code) return explainOldCode(context, run, code)
  const act = chosen(run, choice.toLowerCase())
  return act === undefined
    ? refusal(`${code} has no decision "${choice.slice(0, 40)}"`, {
        lines: [`It takes: ${decisions(run).join(', ')}.`],
      })
    : press(context, speaker, act)
}

function explainOldCode(context: Context, run: Run, code: string): Reply {
  const before = run.history.find((entry) => entry.kind === 'decided' && entry.code === code)
  const reason = before === undefined ? 'stale' : 'already_decided'
  return explainRefusal(context, {
    advanced: false,
    reason,
    run,
    ...(before === undefined ? {} : { before }),
  })
}

function chosen(run: Run, wanted: string): Act | undefined {
  const step = findStep(run.steps, run.step)
  if (step?.kind !== 'gate' || run.gate === undefined) return undefined
  const decision =
    wanted === ''
      ? step.decisions[0]
      : step.decisions.find((one) => [one.id, one.label.toLowerCase()].includes(wanted))
  if (decision === undefined) return undefined
  const form = decision.form === undefined ? {} : { form: decision.form }
  return { kind: 'choose', run: run.id, step: step.id, choice: decision.id, code: run.gate.code, ...form }
}

function decisions(run: Run): readonly string[] {
  const step = findStep(run.steps, run.step)
  return step?.kind === 'gate' ? step.decisions.map((one) => one.id) : []
}

async function audit(context: Context, id: string): Promise<Reply> {
  if (id === '') return refusal('Which run?', { lines: ['/ops audit INC-1'] })
  const records = await context.audit.ofRun(id)
  if (records.length === 0) return noSuchRun(id.slice(0, 40))
  const lines = auditLines(context, records).map(
    ({ when, what }): Text => [`${when} `, ...(typeof what === 'string' ? [what] : what)],
  )
  const left = lines.length - AUDIT_LINES
  const more = left > 0 ? [`${left} earlier lines: see the console.`] : []
  return answer(`Audit of ${id}`, { lines: [...more, ...lines.slice(-AUDIT_LINES)] })
}

async function link(context: Context, speaker: Speaker): Promise<Reply> {
  if (context.linkFor === undefined) {
    return refusal('The console has no links here', {
      lines: ['Set PUBLIC_URL and VIGIE_SECRET, then ask again.'],
    })
  }
  const address = await context.linkFor(speaker.person)
  return answer('Your way into the console', {
    lines: [[{ link: address, label: 'Open the console' }], 'For you alone, for 10 minutes.'],
  })
}
