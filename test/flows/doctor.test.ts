import { afterEach, expect, it } from 'vitest'
import { type House, openHouse, SLACK } from './house.ts'
import { wordsOf } from './ops-channel.ts'

let house: House
afterEach(() => house.close())

it('the doctor tells in the chat what the start told the log', async () => {
  house = await openHouse({ transport: 'http' })
  const yan = await house.atConsole('yan')
  const { answer } = await yan.command('/ops doctor')
  expect(answer).toContain('The memory store answers.')
  expect(answer).toContain('Redis is off (no REDIS_URL)')
  expect(answer).toContain('GitHub is off')
  const told = await house.people.command(SLACK.corentin, '/ops', 'doctor')
  expect(wordsOf(told.body)).toContain('E-mail is off (no SMTP_URL)')
  const refused = await house.people.command(SLACK.nadia, '/ops', 'doctor')
  expect(wordsOf(refused.body)).toContain('Only owners and responders may: Corentin, Yan.')
})
