import { parse } from '@lukeed/ms'
import type { Text } from '../../notify/card.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'
import { formatTime } from '../../notify/time.ts'
import { override } from '../../playbooks/override.ts'
import type { Person } from '../../runs/people.ts'
import { answer, refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import { actorOf, type Context, lookOf } from '../context.ts'
import { splitCommand } from '../parse.ts'
import { personNamed } from '../person-named.ts'
import { refuseSpeaker } from '../refusals.ts'
import { nextTimeAt } from '../when.ts'

export const ONCALL_HELP = [
  '/ops oncall - who is on call',
  '/ops oncall yan until 18:00 - Yan is primary until then; also: until 2026-11-25 09:00, for 2h',
  '/ops oncall yan backup for 1d - or backup',
]

const MAY = 'responders'
const LONGEST_MS = 31 * 24 * 3_600_000
const SHOWN = 10

export async function oncall(context: Context, speaker: Speaker, rest: string): Promise<Reply> {
  if (rest === '') return answer('On call', { lines: await onCallLines(context) })
  if (!speaker.person.groups.includes(MAY)) return refuseSpeaker(context, speaker, 'oncall', [MAY])
  const wanted = readStandIn(context, rest)
  if (typeof wanted === 'string') return refusal('Nothing changed', { lines: [wanted, ...ONCALL_HELP] })
  return standIn(context, speaker, wanted)
}

/** Who is on call, until when, and who stands in. */
export async function onCallLines(context: Context): Promise<readonly Text[]> {
  const look = lookOf(context)
  const standIns = await context.store.list({ state: 'open', playbook: 'override', limit: SHOWN })
  return [
    ...(await whoIsOnCall(context)),
    `Next hand-over: ${formatTime(context.roster.nextHandover(look.now), look)}`,
    ...standIns
      .filter((run) => Number(run.facts['until']) > look.now)
      .map((run) => {
        const who = look.nameOf(textFact(run.facts, 'person') ?? '')
        const until = formatTime(Number(run.facts['until']), look)
        return `${run.id}: ${who} stands in as ${textFact(run.facts, 'role') ?? 'primary'} until ${until}`
      }),
  ]
}

async function whoIsOnCall(context: Context): Promise<readonly Text[]> {
  await context.roster.refresh()
  const { onCall, nameOf } = lookOf(context)
  return [
    ['Primary: ', { person: onCall.primary, name: nameOf(onCall.primary) }],
    ['Backup: ', { person: onCall.backup, name: nameOf(onCall.backup) }],
  ]
}

type StandIn = { readonly person: Person; readonly role: 'primary' | 'backup'; readonly until: number }

/** `yan until 18:00`, `yan backup for 1d`; a sentence when it can't be read. */
function readStandIn({ directory, clock, settings }: Context, rest: string): StandIn | string {
  const { word, rest: afterPerson } = splitCommand(rest)
  const person = personNamed(directory.everyone, word)
  if (person === undefined) return `"${word.slice(0, 40)}" is nobody I know.`
  if (!person.groups.includes(MAY))
    return `${person.name} is not in the group ${MAY} and could not acknowledge an incident: add it in vigie.yaml.`
  const { word: second, rest: afterRole } = splitCommand(afterPerson)
  const named = second === 'backup' || second === 'primary'
  const until = readUntil(named ? afterRole : afterPerson, clock.now(), settings.timeZone)
  if (typeof until === 'string') return until
  return { person, role: second === 'backup' ? 'backup' : 'primary', until }
}

function readUntil(text: string, now: number, zone: string): number | string {
  const { word: how, rest: when } = splitCommand(text)
  const length = how === 'for' && /[a-z]/i.test(when) ? parse(when) : undefined
  const until =
    how === 'until' ? nextTimeAt(when, now, zone) : length === undefined ? undefined : now + length
  if (until === undefined) return 'Until when? Say until 18:00, until 2026-11-25 09:00 or for 2h.'
  if (until <= now) return 'That time is over already.'
  if (until - now > LONGEST_MS) return 'That is longer than a month: change onCall in vigie.yaml instead.'
  return until
}

async function standIn(context: Context, speaker: Speaker, { person, role, until }: StandIn): Promise<Reply> {
  const now = context.clock.now()
  const instead = context.roster.onCallAt(now)[role]
  const run = await context.runs.open(override, {
    key: speaker.key,
    at: now,
    by: actorOf(speaker.person),
    door: speaker.door,
    facts: { role, person: person.id, instead, from: String(now), until: String(until) },
    durations: { 'stand-in': until - now },
  })
  const end = formatTime(Number(run.facts['until']), lookOf(context))
  return answer(`${run.id} - ${person.name} is ${role} until ${end}`, {
    lines: [...(await whoIsOnCall(context)), 'It ends by itself then, or before with End now on its card.'],
  })
}
