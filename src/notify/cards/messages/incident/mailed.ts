import type { Fields } from '../../../../engine/run.ts'
import { textFact } from '../../incident-facts.ts'
import { askedOf } from '../asked.ts'
import type { Moment } from '../moment.ts'
import type { Words } from '../template.ts'

/** What became of the e-mail to everybody. */
export function mailed({ run, entry, look }: Moment): Words {
  const asked = askedOf(run, look).name
  if (isYes(entry.fields['off'])) {
    return {
      title: `Nobody was e-mailed - ${run.id}`,
      status: 'warning',
      lines: [
        'E-mail is off: nobody was e-mailed.',
        [asked, ' - tell everybody another way; it is owed to them.'],
      ],
    }
  }
  const failed = someOf(entry.fields, 'failed')
  const without = someOf(entry.fields, 'without')
  const missing = failed !== undefined || without !== undefined
  return {
    title: `${missing ? 'Not everybody' : 'Everybody'} was e-mailed - ${run.id}`,
    status: missing ? 'warning' : 'done',
    fields: [
      { label: 'Sent', value: textFact(entry.fields, 'sent') ?? '0' },
      ...(failed === undefined ? [] : [{ label: 'Failed', value: failed }]),
      ...(without === undefined ? [] : [{ label: 'No address', value: without }]),
    ],
    lines: missing ? [[asked, ' - tell those another way.']] : [],
  }
}

function someOf(fields: Fields, key: string): string | undefined {
  const value = textFact(fields, key)
  return value === '0' ? undefined : value
}

function isYes(value: string | boolean | undefined): boolean {
  return value === true || value === 'yes' || value === 'true'
}
