import { textFact } from '../../incident-facts.ts'
import { linkedTo, stableOf, versionOf } from '../../release-facts.ts'
import type { Moment } from '../moment.ts'
import { byline } from '../phrases.ts'
import type { Words } from '../template.ts'
import { hotfixLines } from './carried-out.ts'

/** A title that is longer is cut in the chats. */
const TITLE_MAX = 150

/** The playbook's own sentence; as a line where it is too long for a title. */
export function announced({ run }: Moment): Words {
  const { facts } = run
  const version = versionOf(run) ?? run.id
  const sentence = `Released ${version}. Highlights: ${textFact(facts, 'headline') ?? 'see the CHANGELOG'}`
  const fits = sentence.length <= TITLE_MAX
  const notes = textFact(facts, 'releaseUrl')
  return {
    title: fits ? sentence : `Released ${version}`,
    status: 'done',
    lines: [
      ...(fits ? [] : [sentence]),
      ...(notes === undefined ? [] : [[linkedTo(run, 'releaseUrl', 'Release notes')]]),
      ...hotfixLines(run),
    ],
    footer: run.id,
  }
}

/** For #ops: what runs in production now. */
export function live({ run, entry, look }: Moment): Words {
  const { facts } = run
  const previous = stableOf(run)
  return {
    title: `New version live: ${look.service} ${versionOf(run) ?? ''}`.trim(),
    status: 'done',
    fields: [
      { label: 'Before', value: previous ?? 'nothing' },
      { label: 'Environment', value: textFact(facts, 'environment') ?? 'production' },
    ],
    lines: [
      [
        `${run.id} - `,
        linkedTo(run, 'releaseUrl', 'release notes'),
        previous === undefined ? '.' : '. Back to the version before: /release rollback',
      ],
    ],
    footer: byline(entry, look),
  }
}
