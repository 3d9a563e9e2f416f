import { answer } from '../answers.ts'
import type { Reply, Speaker } from '../command.ts'
import type { Context } from '../context.ts'
import { refuseSpeaker } from '../refusals.ts'

export const DOCTOR_HELP = '/ops doctor - what is switched off or set up badly, and whether the store answers'

/** What it names is nobody else's business. */
const MAY = ['owners', 'responders']
const STORE_WITHIN_MS = 1_000

/** What was found at the start, and how the store is now. */
export async function doctor(context: Context, speaker: Speaker): Promise<Reply> {
  if (!MAY.some((group) => speaker.person.groups.includes(group)))
    return refuseSpeaker(context, speaker, 'doctor', MAY)
  const store = await examineStore(context)
  const found = [...context.warnings, ...store.warnings]
  return answer(found.length === 0 ? 'Doctor - nothing is missing' : `Doctor - ${found.length} to look at`, {
    lines: [
      store.state,
      ...found,
      ...(context.warnings.length === 0
        ? []
        : ['Variables and vigie.yaml are read at the start: restart Vigie after a change.']),
    ],
  })
}

type Store = { readonly state: string; readonly warnings: readonly string[] }

async function examineStore({ storage, clock }: Context): Promise<Store> {
  const asked = Promise.all([storage.warnings(), storage.ping()]).then(
    ([warnings]): Store => ({ state: `The ${storage.kind} store answers.`, warnings }),
    (): Store => silent(storage.kind),
  )
  return new Promise((settle) => {
    const cancel = clock.after(STORE_WITHIN_MS, () => settle(silent(storage.kind)))
    asked.then((store) => {
      cancel()
      settle(store)
    })
  })
}

function silent(kind: string): Store {
  return { state: `The ${kind} store does not answer: what is said meanwhile is held.`, warnings: [] }
}
