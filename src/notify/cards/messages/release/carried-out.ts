import type { Text } from '../../../card.ts'
import { textFact } from '../../incident-facts.ts'
import { linkedTo, stableOf, versionOf } from '../../release-facts.ts'
import type { Moment } from '../moment.ts'
import { codeOf } from '../offer.ts'
import { everyoneOf, lateLine } from '../phrases.ts'
import type { Words } from '../template.ts'
import { deciders, stillThere } from './gates.ts'

export function tagged({ run }: Moment): Words {
  const commit = textFact(run.facts, 'releaseCommit')
  const version = versionOf(run) ?? 'the tag'
  return {
    title: `${version} is tagged - ${run.id}`,
    status: 'info',
    lines: [
      [
        'The CHANGELOG is on the branch and the tag ',
        linkedTo(run, 'tagUrl', version),
        commit === undefined ? ' is made.' : ` stands on ${commit.slice(0, 7)}.`,
        ' The deployment comes next.',
      ],
      ...hotfixLines(run),
    ],
  }
}

/** What was mended on a branch of its own would be lost with the next release of the main one. */
export function hotfixLines({ facts }: Moment['run']): readonly Text[] {
  const [branch, version] = [textFact(facts, 'branch'), textFact(facts, 'version')]
  if (facts['hotfix'] !== true || branch === undefined || version === undefined) return []
  return [
    [
      `The main branch does not hold ${version} by that: merge `,
      { code: branch },
      ' into it before its next release.',
    ],
  ]
}

/** The branch takes pull requests only. */
export function proposed({ run, look }: Moment): Words {
  const pull = `#${textFact(run.facts, 'pull') ?? '?'}`
  return {
    title: `The CHANGELOG is to be merged - ${run.id}`,
    status: 'warning',
    lines: [
      [
        ...everyoneOf(look.membersOf('owners'), look),
        ' - please merge ',
        linkedTo(run, 'pullUrl', pull),
        `: the tag ${versionOf(run) ?? ''} is put on it then. Closing it unmerged ends the release.`,
      ],
    ],
  }
}

/** Somebody was faster by hand: nothing of theirs is touched. */
export function taken({ run, entry, look }: Moment): Words {
  return {
    title: `The tag is taken - ${run.id}`,
    status: 'warning',
    fields: [{ label: 'Because', value: textFact(entry.fields, 'because') ?? 'not said' }],
    lines: [
      [
        ...everyoneOf(look.membersOf('owners'), look),
        ` - the release is refused: Vigie made no tag ${versionOf(run) ?? ''} and moves nobody else's. Was it meant? Then deploy it by hand, or release the next version.`,
      ],
    ],
  }
}

export function silent(moment: Moment): Words {
  const { run, now, entry } = moment
  return {
    title: `The deployment reports nothing - ${run.id}`,
    status: 'warning',
    fields: progressFields(moment),
    lines: [
      [
        ...deciders(moment),
        ' - please look ',
        linkedTo(run, 'deploymentUrl', 'at the workflow run'),
        ': deploy it by hand and say so, or roll back.',
      ],
      ...lateLine(entry),
    ],
    ...stillThere({ ...moment, now }),
  }
}

export function deployFailed(moment: Moment): Words {
  const { run, now, entry } = moment
  return {
    title: `The deployment failed - ${run.id}`,
    status: 'critical',
    fields: [
      { label: 'Because', value: textFact(entry.fields, 'because') ?? 'not said' },
      ...progressFields(moment),
    ],
    lines: [rollbackQuestion(moment)],
    buttons:
      now.step === 'failure' ? (stillThere({ ...moment, entry: at(entry, 'failure') }).buttons ?? []) : [],
    ...(now.step === 'failure' ? codeOf(now) : {}),
  }
}

/** The message of an entry whose buttons belong to the step that it led to. */
export function at(entry: Moment['entry'], step: string): Moment['entry'] {
  return { ...entry, step }
}

/** Whoever decides at the gate that follows. */
export function rollbackQuestion(moment: Moment): Text {
  const stable = stableOf(moment.run)
  const who = deciders({ ...moment, entry: at(moment.entry, 'failure') })
  return stable === undefined
    ? [...who, ' - it is the first version, there is none to go back to. Try again, go on or give up?']
    : [...who, ` - rollback to ${stable}, or go on?`]
}

function progressFields({ run }: Moment): readonly { readonly label: string; readonly value: Text }[] {
  const progress = textFact(run.facts, 'progress')
  if (progress === undefined) return []
  const link = textFact(run.facts, 'deploymentUrl')
  const follow = link === undefined ? [] : [' - ', linkedTo(run, 'deploymentUrl', 'follow it')]
  return [{ label: 'Deployment', value: [progress, ...follow] }]
}
