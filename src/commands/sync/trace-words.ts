import type { Text } from '../../notify/card.ts'
import type { Look } from '../../notify/look.ts'
import { formatTime } from '../../notify/time.ts'
import type { Because } from '../../sync/delivery.ts'
import { IGNORED, type Ignored, type TraceAction, type TraceLine } from '../../sync/trace.ts'

/** What was done, and what was tried when it did not succeed. */
const ACTIONS: Readonly<Record<TraceAction, readonly [done: string, tried: string]>> = {
  receive: ['received', 'could not be received'],
  ignore: ['ignored', 'ignored'],
  touch: ['put in line', 'could not be put in line'],
  hold: ['held back - the same came again and again', 'could not be held back'],
  read_row: ['read the row', 'could not read the row'],
  read_links: ['read the rows that it leads to', 'could not read the rows that it leads to'],
  read_page: ['read the page', 'could not read the page'],
  find_page: ['looked for its page', 'could not look for its page'],
  create_page: ['created the page', 'could not create the page'],
  label_page: ['labelled the page', 'could not label the page'],
  link_page: ['linked row and page', 'could not link row and page'],
  write_back: ['wrote the id of the page into the row', 'could not write the id of the page into the row'],
  change_page: ['changed title or icon of the page', 'could not change title or icon of the page'],
  orphan_page: ['marked the page - its row is gone', 'could not mark the page, whose row is gone'],
  trash_page: ['moved the page to the trash', 'could not move the page to the trash'],
  create_row: ['created the row', 'could not create the row'],
  update_row: ['changed the row', 'could not change the row'],
  check_capacity: ['checked the hours that are left', 'could not check the hours that are left'],
  send_mail: ['handed over the letter', 'could not hand over the letter'],
  notify: ['told people', 'could not tell people'],
  drop_cache: ['dropped what was cached', 'could not drop what was cached'],
  retry: ['is tried again', 'is tried again'],
  park: ['parked - goes on when the other system answers', 'parked - goes on when the other system answers'],
  give_up: ['given up - /sync retry puts it back to work', 'given up - /sync retry puts it back to work'],
  finish: ['finished', 'ended badly'],
}

const REASONS: Readonly<Record<Ignored, string>> = {
  own_write: 'it is our own write',
  test_call: 'it is a test call of Baserow',
  no_rule: 'vigie.yaml has no rule for it',
  told_by_link: 'the row that was linked to it has an event of its own',
  unusable: 'it can not be read',
  identical_sync: 'the same content was synchronised less than 5 minutes ago',
  up_to_date: 'both sides are the same already',
  row_not_found: 'the row is not there, also when asked again',
  page_not_found: 'the page is not there',
  page_in_trash: 'the page is in the trash',
  no_page_rule: 'rows of this table have no page',
  no_title: 'the row has nothing to make a title of yet',
  not_ready: 'it waits until its fields are filled',
}

const CAUSES: Readonly<Record<Because, string>> = {
  created: 'it was created',
  updated: 'it was changed',
  deleted: 'it was deleted',
  linked: 'something that it leads to changed',
  reconciled: 'comparing found it different',
  first_seen: 'it was seen for the first time',
  forced: 'somebody asked for it',
  retried: 'somebody put it back to work',
  capacity: 'hours of somebody may have changed',
}

/** `14:32:05 projet:42 - created the page - 120 ms`; what is ignored says why in a sentence. */
export function stepWords(line: TraceLine, look: Pick<Look, 'timeZone' | 'now'>): Text {
  return [{ bold: stepWhen(line, look) }, ` ${stepWhat(line)}`]
}

export function stepWhat(line: TraceLine): string {
  return [
    ...(line.entity === undefined ? [] : [line.entity]),
    ...whatAndWhy(line),
    ...(line.page === undefined ? [] : [`page ${line.page}`]),
    ...(line.durationMs === undefined ? [] : [`${Math.round(line.durationMs)} ms`]),
  ].join(' - ')
}

/** What ended with a reason to leave it alone was ignored, whoever found out. */
function whatAndWhy({ action, success, reason }: TraceLine): readonly string[] {
  const ignored = IGNORED.find((one) => one === reason)
  const [done, tried] = ACTIONS[action === 'finish' && ignored !== undefined ? endedAs(ignored) : action]
  const what = success ? done : tried
  if (reason === undefined || (action === 'finish' && reason === 'done')) return [what]
  if (ignored !== undefined) return [what, REASONS[ignored]]
  return [what, (action === 'touch' ? causeWords(reason) : undefined) ?? reason]
}

function endedAs(ignored: Ignored): TraceAction {
  return ignored === 'up_to_date' ? 'finish' : 'ignore'
}

function causeWords(reason: string): string | undefined {
  return Object.entries(CAUSES).find(([word]) => word === reason)?.[1]
}

export function stepWhen({ at }: TraceLine, look: Pick<Look, 'timeZone' | 'now'>): string {
  return `${formatTime(at, look)}:${String(Math.floor(at / 1_000) % 60).padStart(2, '0')}`
}
