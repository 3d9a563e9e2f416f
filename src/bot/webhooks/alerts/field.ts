import { createHash } from 'node:crypto'
import type { Alert } from '../../../runs/alerts.ts'

const TITLE = 150
const SUMMARY = 500
const WORD = 80
const FINGERPRINT = 200
const LINK = 2000
const ELLIPSIS = '…'

/** What turns the direction of the text after it: one monitor's words would rewrite the rest of a card. */
const BIDIRECTIONAL = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** Earlier times are a product's way to say "none", as Go's year 1. */
const EARLIEST = Date.UTC(2000, 0, 1)

export type Given<T> = T | null | undefined

export const titleOf = (text: Given<string>) => line(text, TITLE)
/** The name of a service, a severity: a few words at most. */
export const wordOf = (text: Given<string>) => line(text, WORD)

export type Details = {
  readonly summary?: Given<string>
  readonly service?: Given<string>
  readonly severity?: Given<string>
  readonly since?: Given<string | number>
  /** The first that is a web address. */
  readonly links?: readonly Given<string>[]
}

/** What an alert may say besides its title, each as it may be shown; what can't be is left out. */
export function detailsOf(
  given: Details,
  now: number,
): Pick<Alert, 'summary' | 'service' | 'severity' | 'since' | 'link'> {
  const summary = line(given.summary, SUMMARY)
  const service = wordOf(given.service)
  const severity = wordOf(given.severity)
  const since = momentOf(given.since, now)
  const link = given.links?.map(linkOf).find((one) => one !== undefined)
  return {
    ...(summary === undefined ? {} : { summary }),
    ...(service === undefined ? {} : { service }),
    ...(severity === undefined ? {} : { severity }),
    ...(since === undefined ? {} : { since }),
    ...(link === undefined ? {} : { link }),
  }
}

/** One line without control characters, cut to `max` characters; undefined when nothing is left of it. */
function line(text: Given<string>, max: number): string | undefined {
  const plain = text
    ?.replace(/\p{Cs}/gu, '')
    .replace(BIDIRECTIONAL, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  if (plain === undefined || plain === '') return undefined
  return plain.length <= max ? plain : cut(plain, max - ELLIPSIS.length) + ELLIPSIS
}

/** Never through the middle of a character. */
function cut(text: string, max: number): string {
  let end = 0
  for (const character of text) {
    if (end + character.length > max) break
    end += character.length
  }
  return text.slice(0, end).trimEnd()
}

/** An http(s) address without the user and password it may hold; undefined for anything else. */
function linkOf(text: Given<string>): string | undefined {
  if (typeof text !== 'string' || text.length > LINK || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  url.username = ''
  url.password = ''
  return url.href
}

/** Milliseconds since 1970, from ISO 8601 or seconds since 1970. A monitor whose clock is fast can't speak of later than now. */
export function momentOf(given: Given<string | number>, now: number): number | undefined {
  if (given === undefined || given === null || given === '') return undefined
  const seconds = Number(given)
  const at = Number.isNaN(seconds) ? Date.parse(String(given)) : inMilliseconds(seconds)
  return at >= EARLIEST ? Math.min(Math.round(at), now) : undefined
}

/** So many seconds would be the year 5138: the sender meant milliseconds. */
function inMilliseconds(seconds: number): number {
  return seconds > 1e11 ? seconds : seconds * 1000
}

/** Names the trouble by what the product calls it; a name too long or too odd for a key by its digest. */
export function fingerprintOf(source: string, name: string): string {
  const plain = name.length <= FINGERPRINT && /^[\x21-\x7e]+$/.test(name)
  return `${source}:${plain ? name : createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}
