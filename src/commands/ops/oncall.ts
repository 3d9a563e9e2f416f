import { parse } from '@lukeed/ms'
import type { Text } from '../../notify/card.ts'
import { formatTime } from '../../notify/time.ts'
import { override } from '../../playbooks/override.ts'
import { answer, refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import { actorOf, type Context, lookOf } from '../context.ts'
import { personNamed } from '../incident/typed.ts'
import { splitCommand } from '../parse.ts'
import { whoMay } from '../refusals.ts'
import { nextTimeAt } from '../when.ts'

export const ONCALL_HELP = [
  '/ops oncall - who is on call',
  '/ops oncall yan until 18:00 - Yan is primary until then; also: until 2026-11-25 09:00, for 2h',
  '/ops oncall yan backup for 1d - or backup',
]

const MAY = 'responders'
const LONGEST_MS = 31 * 24 * 3_600_000

export async function oncall(context: Context, speaker: Speaker, rest: string): Promise<Reply> {
  if (rest === '') return answer('On call', { lines: await onCallLines(context) })
  if (!speaker.person.groups.includes(MAY))
    return refusal('Refused - you may not do this', { lines: [whoMay(context, MAY)] })
  const wanted = readStandIn(context, rest)
  if (typeof wanted === 'string') return refusal('Nothing changed', { lines: [wanted, ...ONCALL_HELP] })
  return standIn(context, speaker, wanted)
}

/** Who is on call, until when, and who stands in. */
export async function onCallLines(context: Context): Promise<readonly Text[]> {
  await context.roster.refresh()
  const look = lookOf(context)
  const standIns = await context.store.list({ state: 'open', playbook: 'override', limit: 10 })
  return [
    ['Primary: ', { person: look.onCall.primary, name: look.nameOf(look.onCall.primary) }],
    ['Backup: ', { person: look.onCall.backup, name: look.nameOf(look.onCall.backup) }],
    `Next hand-over: ${formatTime(context.roster.nextHandover(look.now), look)}`,
    ...standIns.map((run) => {
      const until = formatTime(Number(run.facts['until']), look)
      const who = look.nameOf(String(run.facts['person']))
      return `${run.id}: ${who} is ${String(run.facts['role'])} until ${until}`
    }),
  ]
}

type StandIn = { readonly person: string; readonly role: 'primary' | 'backup'; readonly until: number }

function readStandIn({ directory, clock, settings }: Context, rest: string): StandIn | string {
  const { word, rest: afterPerson } = splitCommand(rest)
  const person = personNamed(directory.everyone, word)
  if (person === undefined) return `"${word.slice(0, 40)}" is nobody I know.`
  const { word: second, rest: afterRole } = splitCommand(afterPerson)
  const role = second === 'backup' ? 'backup' : 'primary'
  const { word: how, rest: when } = splitCommand(
    second === 'backup' || second === 'primary' ? afterRole : afterPerson,
  )
  const now = clock.now()
  const length = how === 'for' && /[a-z]/i.test(when) ? parse(when) : undefined
  const until = how === 'until' ? nextTimeAt(when, now, settings.timeZone) : length && now + length
  if (until === undefined) return 'Until when? Say until 18:00, until 2026-11-25 09:00 or for 2h.'
  if (until <= now) return 'That time is over already.'
  if (until - now > LONGEST_MS) return 'That is longer than a month: change onCall in vigie.yaml instead.'
  return { person: person.id, role, until }
}

async function standIn(context: Context, speaker: Speaker, { person, role, until }: StandIn): Promise<Reply> {
  const now = context.clock.now()
  const run = await context.runs.open(override, {
    key: speaker.key,
    at: now,
    by: actorOf(speaker.person),
    door: speaker.door,
    facts: { role, person, from: String(now), until: String(until) },
    durations: { 'stand-in': until - now },
  })
  return answer(`${run.id} - ${context.directory.nameOf(person)} is ${role}`, {
    lines: [`Until ${formatTime(until, lookOf(context))}.`, ...(await onCallLines(context)).slice(0, 2)],
  })
}
