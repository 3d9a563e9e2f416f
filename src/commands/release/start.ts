import type { Run } from '../../engine/run.ts'
import { startReleaseForm } from '../../notify/forms/release.ts'
import { formatTime } from '../../notify/time.ts'
import type { ReleaseDesk } from '../../runs/release/desk.ts'
import { versionOf } from '../../runs/release/version.ts'
import { answer, refusal } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import { actorOf, type Context, lookOf } from '../context.ts'
import { refuseSpeaker } from '../refusals.ts'
import { openOnes, takenBefore, underWay, versionIn } from './open.ts'

export const OWNERS = ['owners']

/** What is to be released; whatever the commits imply when `asked` is empty. */
export type Wanted = { readonly asked: string; readonly branch?: string }

/** Nobody fills in a form in vain. */
export async function openForm(context: Context, desk: ReleaseDesk, speaker: Speaker): Promise<Reply> {
  const barred = await judgeSpeaker(context, speaker)
  if (barred !== undefined) return barred
  const [other] = await openOnes(context, desk, 'release')
  return other === undefined ? { kind: 'form', form: startReleaseForm() } : heldBy(context, other)
}

/** Begins a release: stored when this resolves, once for each delivery. */
export async function start(
  context: Context,
  desk: ReleaseDesk,
  speaker: Speaker,
  { asked: typed, branch }: Wanted,
): Promise<Reply> {
  const barred = await judgeSpeaker(context, speaker)
  if (barred !== undefined) return barred
  const before = await takenBefore(context, speaker, 'release')
  if (before !== undefined) return begun(context, before)
  const [other] = await openOnes(context, desk, 'release')
  if (other !== undefined) return heldBy(context, other)
  const asked = versionOf(typed) ?? typed.toLowerCase()
  // A hotfix follows the tag that its branch began at, and not the newest one: its plan knows which.
  const judged = branch === undefined ? await desk.judge(asked) : { ok: true as const }
  if (!judged.ok) return nothingReleased(judged.because)
  const run = await desk.open({
    key: speaker.key,
    at: context.clock.now(),
    by: actorOf(speaker.person),
    door: speaker.door,
    asked,
    ...(branch === undefined ? {} : { hotfix: { branch } }),
  })
  return begun(context, run)
}

export function nothingReleased(because: string): Reply {
  return refusal('Nothing was released', { lines: [`${because}.`] })
}

export async function judgeSpeaker(context: Context, speaker: Speaker): Promise<Reply | undefined> {
  return OWNERS.some((group) => speaker.person.groups.includes(group))
    ? undefined
    : refuseSpeaker(context, speaker, 'release', OWNERS)
}

/** Another one is under way, and two of them would be deployed over each other. */
function heldBy(context: Context, other: Run): Reply {
  return refusal(`Nothing was released - ${other.id} is under way`, {
    lines: [underWay(context, other)],
    buttons: [{ label: 'Show', act: { kind: 'show', run: other.id } }],
  })
}

function begun(context: Context, run: Run): Reply {
  const look = lookOf(context, run)
  return answer(`${run.id} - ${versionIn(run)} is being planned`, {
    lines: [
      `The card stands in ${look.channel} since ${formatTime(run.openedAt, look)}: commits, prerequisites and gates.`,
      'Nothing is written to the repository before the last gate.',
    ],
  })
}
