import { answer } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { refuseSpeaker } from '../refusals.ts'
import { examineReleases } from './doctor-releases.ts'
import { examineSync } from './doctor-sync.ts'
import { type Examined, within } from './within.ts'

export const DOCTOR_HELP =
  '/ops doctor - what is switched off or set up badly, whether the store answers, what guards production, how the sync stands'

/** What it names is nobody else's business. */
const MAY = ['owners', 'responders']

/** What was found at the start, and how the store, the releases and the sync are now. */
export async function doctor(context: Context, speaker: Speaker): Promise<Reply> {
  if (!MAY.some((group) => speaker.person.groups.includes(group)))
    return refuseSpeaker(context, speaker, 'doctor', MAY)
  const [store, releases, sync] = await Promise.all([
    examineStore(context),
    examineReleases(context, context.releaseExamination),
    examineSync(context),
  ])
  const found = [...context.warnings, ...store.warnings, ...releases.warnings, ...sync.warnings]
  return answer(found.length === 0 ? 'Doctor - nothing is missing' : `Doctor - ${found.length} to look at`, {
    lines: [
      ...store.states,
      ...releases.states,
      ...sync.states,
      ...found,
      ...(context.warnings.length === 0
        ? []
        : ['Variables and vigie.yaml are read at the start: restart Vigie after a change.']),
    ],
  })
}

async function examineStore(context: Context): Promise<Examined> {
  const { storage } = context
  const asked = Promise.all([storage.warnings(), storage.ping()]).then(
    ([warnings]): Examined => ({ states: [`The ${storage.kind} store answers.`], warnings }),
  )
  return within(context, asked, {
    states: [`The ${storage.kind} store does not answer: what is said meanwhile is held.`],
    warnings: [],
  })
}
