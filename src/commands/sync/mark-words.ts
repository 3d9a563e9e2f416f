import { formatAge } from '../../notify/cards/when.ts'
import type { Look } from '../../notify/look.ts'
import { formatSpan, formatTime } from '../../notify/time.ts'
import { readInstant } from '../../sync/instant.ts'

type When = Pick<Look, 'timeZone' | 'now'>

/** `14:30 - 2 min ago`, or `never`. */
export function ageOf(mark: string | undefined, look: When): string {
  const at = readInstant(mark)
  return at === undefined ? 'never' : formatAge(at, look)
}

/** As `ageOf`, and which webhook it was: the mark is an instant, the table and the type. */
export function testCallWords(mark: string | undefined, look: When): string {
  const [at, ...about] = (mark ?? '').split(' ')
  return [ageOf(at, look), ...about].join(' - ')
}

/** How long after it happened in Docmost we saw the last change. */
export function lagWords(mark: string | undefined): string {
  const ms = mark === undefined || mark === '' ? Number.NaN : Number(mark)
  if (Number.isNaN(ms)) return 'not measured yet'
  return ms < 1_000 ? 'less than a second' : formatSpan(ms)
}

/** The mark carries instants in ISO 8601; people read them in their own time. */
export function hookWords(mark: string | undefined, look: When): string {
  if (mark === undefined || mark === '') return 'not looked at yet'
  return mark.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (iso) => {
    const at = readInstant(iso)
    return at === undefined ? iso : formatTime(at, look)
  })
}
