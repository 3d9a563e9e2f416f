import { hooksAreWell } from '../../sync/hooks/mark.ts'
import { type Context, lookOf } from '../context.ts'
import { judgeStatus, SYSTEMS } from '../sync/judge-status.ts'
import { hookWords } from '../sync/mark-words.ts'
import { type Examined, within } from './within.ts'

/** How the sync stands. That it is off was found at the start already. */
export async function examineSync(context: Context): Promise<Examined> {
  return context.sync === undefined
    ? { states: [], warnings: [] }
    : within(context, found(context, context.sync), SILENT)
}

const SILENT: Examined = {
  states: [],
  warnings: ['The sync of Docmost and Baserow does not say how it stands: the store is away or slow.'],
}

async function found(context: Context, desk: NonNullable<Context['sync']>): Promise<Examined> {
  const status = await desk.status()
  const look = lookOf(context)
  const { troubles } = judgeStatus(status, look, context.settings.sync?.timing)
  const systems = (['baserow', 'docmost'] as const).map((system) => {
    const state = status.breakers[system] === undefined ? 'is on' : 'is on and does not answer'
    return `${SYSTEMS[system]} ${state}.`
  })
  const { hooks } = status.marks
  // What is wrong with them stands among what is to look at.
  const seen =
    hooks === undefined || hooksAreWell(hooks) ? [`Webhooks of Baserow: ${hookWords(hooks, look)}.`] : []
  return { states: [...systems, ...seen], warnings: troubles }
}
