import { textFact } from '../../incident-facts.ts'
import { linkedTo, versionOf } from '../../release-facts.ts'
import type { Moment } from '../moment.ts'
import { byline } from '../phrases.ts'
import type { Words } from '../template.ts'

/** The playbook's own sentence. */
export function announced({ run }: Moment): Words {
  const { facts } = run
  const highlights = textFact(facts, 'headline') ?? 'see the CHANGELOG'
  const notes = textFact(facts, 'releaseUrl')
  return {
    title: `Released ${versionOf(run) ?? run.id}. Highlights: ${highlights}`,
    status: 'done',
    lines: notes === undefined ? [] : [[linkedTo(run, 'releaseUrl', 'Release notes')]],
    footer: run.id,
  }
}

/** For #ops: what runs in production now. */
export function live({ run, entry, look }: Moment): Words {
  const { facts } = run
  const previous = textFact(facts, 'previous')
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
        '. Back to the version before: /release rollback',
      ],
    ],
    footer: byline(entry, look),
  }
}
