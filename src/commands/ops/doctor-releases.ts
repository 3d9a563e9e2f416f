import type { Forge, ReleaseExamination, ReleaseFindings, Trouble } from '../../runs/release/examination.ts'
import type { Context } from '../context.ts'
import { type Examined, within } from './within.ts'

/** The forge is far away and asked some things one after the other. */
const WITHIN_MS = 2_500

function silent(forge: Forge): Examined {
  const warning = `${forge} does not say in time how releases are guarded: what is known is that Vigie's gate holds them.`
  return { states: [], warnings: [warning] }
}

/** Which of the two guards of production is in force, and what releases lack. That they are off was found at the start. */
export async function examineReleases(
  context: Pick<Context, 'clock'>,
  releases: ReleaseExamination | undefined,
): Promise<Examined> {
  if (releases === undefined) return { states: [], warnings: [] }
  const { forge } = releases
  const found = releases.examine().then((findings) => releaseWords(findings, forge))
  return within(context, found, silent(forge), WITHIN_MS)
}

/** What was found, in sentences. */
export function releaseWords(findings: ReleaseFindings, forge: Forge): Examined {
  const { guard, workflows, checks } = findings
  // Nothing else means anything then: a forge calls everything missing in a repository that it doesn't show.
  if ('trouble' in guard && guard.trouble === 'missing')
    return { states: [], warnings: [`${forge} does not show the repository to Vigie: ${guard.because}.`] }
  const troubles = [guard, checks, ...workflows.map(({ found }) => found)].filter(isTrouble)
  return {
    states: stateOf(findings, forge),
    warnings: [
      ...guardWarnings(findings),
      ...workflows.flatMap(missingWorkflow),
      ...grouped(troubles, forge),
    ],
  }
}

function stateOf({ guard, environment }: ReleaseFindings, forge: Forge): readonly string[] {
  if ('trouble' in guard) return []
  return guard.kind === 'reviewers'
    ? [
        `Production is guarded twice: by Vigie's gate and by GitHub's reviewers of the environment ${environment}.`,
      ]
    : [
        `Production is guarded by Vigie's gate alone: ${forge} has no reviewers for the environment ${environment} (${WHY[forge]}).`,
      ]
}

const WHY: Readonly<Record<Forge, string>> = {
  GitHub: "private repositories on Free, Pro and Team plans can't",
  Forgejo: 'it knows no environments',
}

function guardWarnings({ guard, environment }: ReleaseFindings): readonly string[] {
  if ('trouble' in guard || guard.kind === 'none' || guard.weMayAnswer) return []
  return [
    `GitHub does not let Vigie's account review the environment ${environment}: after the approval here, a reviewer has to approve there too. Let a token of a reviewer speak for Vigie, and leave out "Prevent self-review".`,
  ]
}

function missingWorkflow({ file, purpose, found }: ReleaseFindings['workflows'][number]): readonly string[] {
  if (found === 'there' || found.trouble !== 'missing') return []
  return [
    purpose === 'deploy'
      ? `There is no workflow ${file} in the repository: a release is tagged, and nothing deploys it.`
      : `There is no workflow ${file} in the repository: no release gets past its E2E tests.`,
  ]
}

/** Each sentence of the forge once. */
function grouped(troubles: readonly Trouble[], forge: Forge): readonly string[] {
  const said = (kind: Trouble['trouble']) => [
    ...new Set(troubles.filter(({ trouble }) => trouble === kind).map(({ because }) => because)),
  ]
  return [
    ...said('refused').map((because) => `Vigie's account lacks a right that releases need: ${because}.`),
    ...said('away').map((because) => `${forge} does not answer what releases ask: ${because}.`),
  ]
}

function isTrouble(found: ReleaseFindings['guard'] | ReleaseFindings['checks']): found is Trouble {
  return typeof found === 'object' && 'trouble' in found
}
