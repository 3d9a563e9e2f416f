import { type Job, Queue } from 'bullmq'
import { DateTime } from 'luxon'
import { expect, vi } from 'vitest'
import { type GitHubFake, startGitHub } from '../fakes/github.ts'
import type { Shown } from '../fakes/slack-seen.ts'
import type { SmtpFake } from '../fakes/smtp.ts'
import type { House } from './house.ts'
import { lastView, wordsOf } from './ops-channel.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** By how much a clock is ahead that shows this in Paris, `2027-03-03 10:00`: what a house is opened with. */
export function aheadAt(time: string): number {
  return atParis(time) - Date.now()
}

export function atParis(time: string): number {
  const read = DateTime.fromFormat(time, 'yyyy-MM-dd HH:mm', { zone: 'Europe/Paris' })
  if (!read.isValid) throw new Error(`${time} is no time`)
  return read.toMillis()
}

/** The lever is pulled until the house's clock shows this in Paris. */
export function jumpTo(house: House, time: string): void {
  const ms = atParis(time) - house.clock.now()
  if (ms < 0) throw new Error(`${time} is over`)
  house.clock.jump(ms)
}

export const REPOSITORY = 'formation-hub-example/formation-hub'

export function startRepository(): Promise<GitHubFake> {
  return startGitHub({ repository: REPOSITORY, people: ['corentin-example', 'yan-example'] })
}

export function gitHubEnv({ token, url, webhookSecret }: GitHubFake) {
  return { GITHUB_TOKEN: token, GITHUB_API_URL: url, GITHUB_WEBHOOK_SECRET: webhookSecret }
}

export function smtpEnv({ url }: SmtpFake) {
  return { SMTP_URL: url, MAIL_FROM: 'Vigie <vigie@formation-hub.example>' }
}

/** As patient as two busy cores ask for; a check that never holds fails with its own words. */
export function soon<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 40 })
}

/** A message that begins so, in a channel or in a thread of it; the latest of several. */
export function said(house: House, beginning: string, channel = 'ops'): Promise<Shown> {
  return soon(async () => {
    const all = await everythingIn(house, channel)
    const found = all.findLast(({ text }) => text?.startsWith(beginning))
    if (found !== undefined) return found
    throw new Error(`nothing begins "${beginning}" among:\n${all.map(({ text }) => text).join('\n')}`)
  })
}

/** How many messages begin so. */
export async function countOf(house: House, beginning: string, channel = 'ops'): Promise<number> {
  const all = await everythingIn(house, channel)
  return all.filter(({ text }) => text?.startsWith(beginning)).length
}

/** Cards and replies; one that the channel sees too is there once. */
export async function everythingIn(house: House, channel: string): Promise<readonly Shown[]> {
  const top = await house.slack.messages(channel)
  const threads = await Promise.all(
    top
      .filter(({ ts, thread_ts }) => thread_ts === undefined || thread_ts === ts)
      .map(({ ts }) => house.slack.replies(channel, ts ?? '')),
  )
  return [...new Map([...top, ...threads.flat()].map((one) => [one.ts, one])).values()]
}

/** Presses a button that opens a form, and sends the form. */
export async function answerForm(
  house: House,
  user: string,
  { shown, button }: { readonly shown: Shown; readonly button: string },
  values: Readonly<Record<string, string>>,
) {
  const before = house.slack.views.length
  const clicked = await house.people.click(user, shown, button)
  await soon(() => {
    expect(house.slack.views.length, wordsOf(clicked.responses())).toBe(before + 1)
  })
  return house.people.submit(user, lastView(house), values)
}

/**
 * Time passes while no Vigie runs: BullMQ, which reads the clock of the machine, hands out what is due by
 * `now` as it would then.
 */
export async function passTime(redisUrl: string, now: number): Promise<void> {
  const queue = new Queue('effects', { connection: { url: redisUrl }, prefix: 'vigie' })
  try {
    const delayed = await queue.getDelayed()
    await Promise.all(delayed.filter((job) => dueOf(job) <= now).map((job) => job.promote()))
  } finally {
    await queue.close()
  }
}

function dueOf({ data }: Job): number {
  return typeof data?.dueAt === 'number' ? data.dueAt : 0
}
