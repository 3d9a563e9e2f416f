import type { Run } from '../../engine/run.ts'
import { textFact } from '../../notify/cards/incident-facts.ts'

/** A fact that the playbook settles before anybody asks for it. */
export function needFact({ id, facts }: Pick<Run, 'id' | 'facts'>, name: string): string {
  const value = textFact(facts, name)
  if (value === undefined) throw new Error(`${id} has no ${name}`)
  return value
}

export function shortSha(commit: string): string {
  return commit.slice(0, 7)
}
