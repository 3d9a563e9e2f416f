import type { Run } from '../engine/run.ts'
import { resolutionOf } from '../notify/cards/incident-facts.ts'
import { documentText } from '../notify/documents/document.ts'
import { postMortem } from '../notify/documents/post-mortem.ts'
import { postMortemPath } from '../notify/documents/post-mortem-path.ts'
import { readActionItems } from '../runs/actions/action-items.ts'
import type { Context } from './context.ts'

export type PostMortemText = { readonly name: string; readonly text: string }

/** Whether an incident has one to write. */
export function hasPostMortem(run: Run): boolean {
  return run.playbook === 'incident' && resolutionOf(run) !== undefined
}

/** The post-mortem as Vigie would propose it now: for a team without GitHub, and to read before it is proposed. */
export async function postMortemOf(context: Context, id: string): Promise<PostMortemText | undefined> {
  const run = await context.store.get(id)
  if (run === undefined || !hasPostMortem(run)) return undefined
  const actions = await readActionItems(context, run)
  return {
    name: postMortemPath(run, context.settings, ''),
    text: documentText(postMortem(run, context.settings, actions)),
  }
}
