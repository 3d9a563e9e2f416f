import type { Run } from '../../engine/run.ts'
import { notesNow } from '../../engine/standing.ts'
import type { Text } from '../../notify/card.ts'
import type { Look } from '../../notify/look.ts'
import { isoDate } from '../../notify/time.ts'

const WEEK_MS = 7 * 24 * 3_600_000

/** What may be typed about an incident as it stands: an example of each command, and what it does. */
export function sayableOfIncident(run: Run, look: Look): readonly Text[] {
  const offered = new Set(notesNow(run).map(({ id }) => id))
  return examples(look)
    .filter(({ notes }) => notes.some((note) => offered.has(note)))
    .map(({ command, words, does }) => {
      const typed = ['/incident', command, run.id, words].filter((word) => word !== '').join(' ')
      return [{ code: typed }, ` - ${does}`]
    })
}

function examples({ onCall, now, timeZone }: Look) {
  const action = `${onCall.primary} ${isoDate(now + WEEK_MS, timeZone)} alert on disk space`
  return [
    {
      notes: ['note'],
      command: 'note',
      words: '14:20 the disk filled up',
      does: 'a line in the timeline, with a time of its own if given',
    },
    { notes: ['lead', 'takeover'], command: 'lead', words: '', does: 'take the lead, or take it over' },
    {
      notes: ['severity'],
      command: 'severity',
      words: 'sev2 only the editor is down',
      does: 'another severity, and why',
    },
    {
      notes: ['snooze60'],
      command: 'snooze',
      words: '60',
      does: 'put the next reminder off by 30, 60 or 90 min',
    },
    { notes: ['action'], command: 'action', words: action, does: 'an action item with owner and due date' },
    {
      notes: ['postmortem'],
      command: 'postmortem',
      words: '',
      does: 'write the post-mortem, or write it again',
    },
    {
      notes: ['noticeFiled'],
      command: 'notice',
      words: 'REFERENCE',
      does: 'the data-protection authority was notified',
    },
  ] as const
}
