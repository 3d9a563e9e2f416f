import type { Fields } from '../engine/run.ts'
import { severityOf, titleOf } from '../notify/cards/incident-facts.ts'
import { TITLE_MAX } from '../notify/forms/incident.ts'
import { formatTime } from '../notify/time.ts'
import type { Severity } from '../runs/settings.ts'
import { answer, refusal } from './answers.ts'
import type { Reply, Speaker } from './command.ts'
import { actorOf, type Context, lookOf } from './context.ts'
import { oneLine } from './parse.ts'

export type Declaration = {
  readonly severity: Severity
  readonly title: string
  readonly symptom?: string
  readonly userFacing?: boolean
  readonly dataLoss?: boolean
  readonly drill?: boolean
}

export function readSeverity(word: string): Severity | undefined {
  return word === 'sev1' || word === 'sev2' || word === 'sev3' ? word : undefined
}

/** Declares an incident: stored when this resolves, once for each delivery. */
export async function declare(context: Context, speaker: Speaker, declaration: Declaration): Promise<Reply> {
  if (declaration.drill === true && context.settings.channels['sandbox'] === undefined) {
    return refusal('Nothing was declared - a drill needs a sandbox', {
      lines: ['Add channels.sandbox to vigie.yaml: a drill never stands in #ops.'],
    })
  }
  const title = oneLine(declaration.title, TITLE_MAX)
  const run = await context.incidents.open({
    key: speaker.key,
    at: context.clock.now(),
    by: actorOf(speaker.person),
    door: speaker.door,
    severity: declaration.severity,
    ...(declaration.drill === undefined ? {} : { drill: declaration.drill }),
    facts: factsOf(declaration, title),
  })
  const look = lookOf(context, run)
  const drill = run.facts['drill'] === true ? ' as a drill' : ''
  return answer(`${run.id} declared${drill} - [${severityOf(run)}] ${titleOf(run)}`, {
    lines: [
      `The card stands in ${look.channel} since ${formatTime(run.openedAt, look)}.`,
      [{ person: look.onCall.primary, name: look.nameOf(look.onCall.primary) }, ' is called.'],
      ...(title.line === ''
        ? [`No title was given. Say what is broken: /incident update ${run.id} what people see`]
        : []),
      ...(title.cut
        ? [`The title was cut at ${TITLE_MAX} characters; the whole text stands as the symptom.`]
        : []),
    ],
  })
}

function factsOf(declaration: Declaration, title: { readonly line: string; readonly cut: boolean }): Fields {
  const symptom = declaration.symptom ?? (title.cut ? declaration.title.trim() : undefined)
  return {
    ...(title.line === '' ? {} : { title: title.line }),
    ...(symptom === undefined ? {} : { symptom }),
    ...(declaration.userFacing === undefined ? {} : { userFacing: declaration.userFacing }),
    ...(declaration.dataLoss === undefined ? {} : { dataLoss: declaration.dataLoss }),
  }
}
