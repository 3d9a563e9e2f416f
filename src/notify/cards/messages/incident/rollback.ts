import { textFact } from '../../incident-facts.ts'
import type { Moment } from '../moment.ts'
import { codeOf, offerChoice } from '../offer.ts'
import { byline, weightOf } from '../phrases.ts'
import type { Words } from '../template.ts'

/** Its card stands in the channel of releases: here is the name to look for. */
export function rollbackBegun({ run, entry, look }: Moment): Words {
  const said = (field: string) => textFact(entry.fields, field)
  const [version = 'The release', target = 'the stable version'] = [said('version'), said('target')]
  const release = said('release')
  return {
    title: `Rollback begun - ${run.id}`,
    status: weightOf(run),
    lines: [
      `${version}${release === undefined ? '' : ` (${release})`} goes back to ${target}: ${said('rollback') ?? 'a rollback'}.`,
    ],
    footer: byline(entry, look),
  }
}

/** The stable version is back; whether the trouble is over is for people to say. */
export function rolledBack({ run, now, entry, look }: Moment): Words {
  const target = textFact(entry.fields, 'target') ?? 'The stable version'
  return {
    title: `${target} is in production again - ${run.id}`,
    status: 'info',
    lines: [
      `${textFact(entry.fields, 'rollback') ?? 'The rollback'} is done. Verify, and resolve when it is over.`,
    ],
    buttons: offerChoice(now, 'resolve'),
    ...codeOf(now),
    footer: byline(entry, look),
  }
}
