import { answer } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { refuseSpeaker } from '../refusals.ts'
import { examineSync } from './doctor-sync.ts'
import { type Examined, within } from './within.ts'

export const DOCTOR_HELP =
  '/ops doctor - what is switched off or set up badly, whether the store answers, how the sync stands'

/** What it names is nobody else's business. */
const MAY = ['owners', 'responders']

/** What was found at the start, and how the store and the sync are now. */
export async function doctor(context: Context, speaker: Speaker): Promise<Reply> {
  if (!MAY.some((group) => speaker.person.groups.includes(group)))
    return refuseSpeaker(context, speaker, 'doctor', MAY)
  const [store, sync] = await Promise.all([examineStore(context), examineSync(context)])
  const found = [...context.warnings, ...store.warnings, ...sync.warnings]
  return answer(found.length === 0 ? 'Doctor - nothing is missing' : `Doctor - ${found.length} to look at`, {
    lines: [
      ...store.states,
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
