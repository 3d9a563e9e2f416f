import type { Fields } from '../../engine/run.ts'
import { textFact } from '../cards/incident-facts.ts'

/**
 * The commands of a rollback for somebody at a terminal, a line each: GitHub's API, or Vigie itself, may be away. The
 * tag is the playbook's, then what starts the deployment of it, then what the team wrote down for the day when
 * nothing but the host is left. Facts of the rollback: `version`, `target`, `tag`, `workflow`, `deployByHand`.
 */
export function rollbackByHand(facts: Fields): readonly string[] {
  const version = textFact(facts, 'version')
  const target = textFact(facts, 'target')
  if (version === undefined || target === undefined) return []
  const tag = textFact(facts, 'tag') ?? `${version}-rollback`
  const workflow = textFact(facts, 'workflow')
  const byHand = textFact(facts, 'deployByHand')
  return [
    `git tag ${tag} ${target} && git push origin ${tag}`,
    ...(workflow === undefined ? [] : [`gh workflow run ${workflow} --ref ${tag}`]),
    ...(byHand === undefined ? [] : [byHand]),
  ]
}
