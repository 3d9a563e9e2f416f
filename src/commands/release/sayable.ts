import type { Run } from '../../engine/run.ts'
import { choicesNow, notesNow } from '../../engine/standing.ts'
import type { Text } from '../../notify/card.ts'
import { CHOSEN, wordOf } from './choose.ts'

const WORDS = new Set([...CHOSEN.values()].flat())

/** What may be typed about a release or a rollback as it stands: its choices, and what has no button. */
export function sayableOfRelease(run: Run): readonly Text[] {
  const notes = notesNow(run).map(({ id }) => id)
  const choices = choicesNow(run)
  const rolls = choices.some(({ id }) => id === 'rollback') || notes.includes('rollback')
  return [
    ...choices
      .filter(({ id }) => WORDS.has(id))
      .map(({ id, label }) => said([wordOf(id), run.id], `as the button ${label}`)),
    ...(run.state === 'open' && rolls
      ? [
          said(
            ['rollback', run.id, 'bug what you saw fail'],
            'back to the previous stable version; responders may too',
          ),
        ]
      : []),
    ...(notes.includes('override')
      ? [said(['override', run.id, 'why it cannot wait'], 'release in spite of the freeze')]
      : []),
    ...(notes.includes('note') ? [said(['note', run.id, 'what you saw'], 'a line in its thread')] : []),
  ]
}

function said(words: readonly string[], does: string): Text {
  return [{ code: ['/release', ...words].join(' ') }, ` - ${does}`]
}
