import { DateTime } from 'luxon'

/** `23 Nov 14:32`, with its date whatever today is: it is read later. */
export function moment(at: number, timeZone: string): string {
  return DateTime.fromMillis(at, { zone: timeZone, locale: 'en-GB' }).toFormat('d LLL HH:mm')
}

/** Somebody's words as a Markdown quotation: whatever they hold, they stay inside it. */
export function quotation(words: string): string {
  return words
    .replaceAll('<!--', '&lt;!--')
    .split(/\r\n?|\n/)
    .map((line) => `> ${line}`)
    .join('\n')
}

export function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim()
}
