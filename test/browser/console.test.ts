import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { launchBrowser } from './browser.ts'
import { visitAs } from './visit.ts'
import { startApp } from './whole-app.ts'

/** What a newcomer does, in a real browser before the whole app. Nothing here may write an error to the browser's console. */
let browser: Browser
let app: App
let address: string
const complaints: string[] = []

const CORENTIN = { id: 'corentin', name: 'Corentin', groups: ['owners', 'responders', 'oncall'] }

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  complaints.length = 0
  ;({ app, address } = await startApp())
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await app.stop()
})

const visit = (person: string, options: Parameters<Browser['newContext']>[0] = {}) =>
  visitAs(person, { browser, address, complaints }, options)

async function say(page: Page, command: string) {
  await page.getByRole('textbox', { name: 'Command' }).fill(command)
  await page.getByRole('button', { name: 'Send' }).click()
}

const cardIn = (page: Page, run: string) => page.locator(`#run-${run} > .card`)
const button = (page: Page, name: string) => cardIn(page, 'INC-1').getByRole('button', { name })
const answer = (page: Page) => page.getByRole('region', { name: 'Answer' }).or(page.locator('.answer'))

describe('a newcomer', () => {
  test('declares, acknowledges, updates and resolves, while somebody looks on', async () => {
    const onlooker = await visit('Yan')
    await expect.poll(() => onlooker.page.locator('#live-state').textContent()).toBe('live')
    const { page } = await visit('Corentin')

    await say(page, '/incident sev1 Docmost is down')
    await answer(page).waitFor()
    expect(await answer(page).textContent()).toContain('Only you see this')
    // On the other page, without reloading, and only the card: the answer was private.
    await cardIn(onlooker.page, 'INC-1').waitFor({ timeout: 2000 })
    expect(await cardIn(onlooker.page, 'INC-1').textContent()).toContain(
      '[SEV1] formation-hub - Docmost is down',
    )
    expect(await onlooker.page.locator('.answer').count()).toBe(0)
    expect(await onlooker.page.title()).toBe('(1) #ops - formation-hub - Vigie')

    await button(page, 'Acknowledge').click()
    await expect
      .poll(() => cardIn(onlooker.page, 'INC-1').textContent())
      .toMatch(/Investigating\s*Corentin since/)
    expect(await button(page, 'Acknowledge').count()).toBe(0)

    await button(page, 'Update').click()
    await page.getByLabel('Investigating').fill('Postgres restarts in a loop')
    await page.getByLabel('ETA').fill('15:10')
    await page.getByRole('button', { name: 'Send' }).click()
    await onlooker.page.locator('#run-INC-1 .replies').getByText('Postgres restarts in a loop').waitFor()

    const picture = process.env['VIGIE_PICTURE']
    if (picture !== undefined) await onlooker.page.screenshot({ path: picture })

    await button(page, 'Resolve').click()
    await page.getByLabel('Root cause').fill('disk full')
    await page.getByRole('button', { name: 'Resolve' }).click()
    await page.getByText('Impact is needed').waitFor()
    expect(await page.getByLabel('Root cause').inputValue()).toBe('disk full')
    await page.getByLabel('Impact').fill('no reading, no writing')
    await page.getByLabel('Users affected').fill('40')
    await page.getByRole('button', { name: 'Resolve' }).click()
    await onlooker.page.locator('#finished #run-INC-1').waitFor()
    expect(await cardIn(onlooker.page, 'INC-1').textContent()).toContain(
      '[SEV1 RESOLVED] formation-hub - back online',
    )
    expect(await onlooker.page.locator('#open .thread').count()).toBe(0)
    expect(await onlooker.page.title()).toBe('#ops - formation-hub - Vigie')
    // The one fault above: the form that came back with 422.
    expect(complaints.filter((line) => !line.includes('422'))).toEqual([])
  })

  test('who may not is refused privately, and told who may', async () => {
    const { page } = await visit('Corentin')
    await say(page, '/incident sev1 Docmost is down')
    const { page: ludo } = await visit('Ludo')
    await button(ludo, 'Acknowledge').click()
    expect(await ludo.getByRole('alert').textContent()).toMatch(/Refused.*Only you see this.*Corentin/s)
    expect(await cardIn(page, 'INC-1').getByRole('button', { name: 'Acknowledge' }).count()).toBe(1)
    expect(await page.locator('.answer-refused').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('reloading after an answer sends nothing again', async () => {
    const { page } = await visit('Corentin')
    await say(page, '/incident sev2 Uploads are slow')
    await page.waitForURL('**/console')
    await page.reload()
    expect(await page.locator('.thread').count()).toBe(1)
    expect(await answer(page).count()).toBe(0)
  })
})

describe('without script', () => {
  test('everything but the live update works, and a form that is sent again counts once', async () => {
    const { page } = await visit('Corentin', { javaScriptEnabled: false })
    await say(page, '/incident')
    await page.getByLabel('SEV1').check()
    await page.getByLabel('Title').fill('Docmost is down')
    await page.getByRole('button', { name: 'Declare' }).click()
    await cardIn(page, 'INC-1').waitFor()
    await page.reload()
    expect(await page.locator('.thread').count()).toBe(1)
    await button(page, 'Acknowledge').click()
    expect(await cardIn(page, 'INC-1').textContent()).toContain('Corentin since')
    await page.getByRole('link', { name: '[SEV1] formation-hub' }).first().click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    expect(await page.locator('#live-state').isVisible()).toBe(false)
  })
})

describe('with the keyboard alone', () => {
  test('a command is sent, and the answer has the keyboard', async () => {
    const { page } = await visit('Corentin')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
    await page.keyboard.press('/')
    await page.keyboard.type('/incident sev1 Docmost is down')
    await page.keyboard.press('Enter')
    await answer(page).waitFor()
    expect(await page.evaluate('document.activeElement.className')).toContain('answer')
    const stops: string[] = []
    for (let n = 0; n < 8; n += 1) {
      await page.keyboard.press('Tab')
      stops.push(
        String(await page.evaluate('document.activeElement.textContent || document.activeElement.id')),
      )
    }
    const order = ['command', 'Send', 'Acknowledge', 'Update', 'Resolve'].map((stop) => stops.indexOf(stop))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order[0]).toBeGreaterThanOrEqual(0)
  })
})

describe('the live update', () => {
  test('keeps what one types, where the keyboard is, and what one unfolded', async () => {
    const { page } = await visit('Corentin')
    await say(page, '/incident sev1 Docmost is down')
    for (const n of [1, 2, 3, 4, 5]) await update(page, `step ${n}`)
    const { page: watched } = await visit('Yan')
    await watched.locator('#run-INC-1 summary').click()
    await watched.getByRole('textbox', { name: 'Command' }).fill('/incident sev3 half typ')
    await button(watched, 'Update').focus()
    await update(page, 'step 6 <b>')
    await watched.locator('#run-INC-1 .replies').getByText('step 6 <b>').waitFor()
    expect(await watched.locator('#run-INC-1 details').getAttribute('open')).not.toBeNull()
    expect(await watched.getByRole('textbox', { name: 'Command' }).inputValue()).toBe(
      '/incident sev3 half typ',
    )
    expect(await watched.locator(':focus').textContent()).toBe('Update')
    expect(await watched.locator('[aria-live=polite]').textContent()).toMatch(/Changed: .*Docmost is down/)
    expect(complaints).toEqual([])
  })

  test('says when it is cut, and catches up when Vigie is back', async () => {
    const { page } = await visit('Yan')
    const state = page.locator('#live-state')
    await expect.poll(() => state.textContent()).toBe('live')
    await app.stop()
    await expect.poll(() => state.textContent()).toBe('reconnecting')
    ;({ app, address } = await startApp({ VIGIE_DEMO: '1', PORT: new URL(address).port }))
    await app.talk.say(
      { person: CORENTIN, door: 'slack', key: 'slack:1' },
      '/incident',
      'sev1 Docmost is down',
    )
    await cardIn(page, 'INC-1').waitFor({ timeout: 10_000 })
    expect(await state.textContent()).toBe('live')
  })
})

describe('a link from the chat', () => {
  test('lets in once, though the strict cookie is left out of what the chat starts', async () => {
    await app.stop()
    ;({ app, address } = await startApp({ VIGIE_DEMO: '0' }))
    const context = await browser.newContext()
    const link = await linkFrom(app)
    const chat = await openChat(context, `${new URL(address).origin}${link}`)
    await chat.getByRole('link', { name: 'in the chat' }).click()
    await chat.getByRole('button', { name: 'Enter as Corentin' }).click()
    await chat.getByRole('heading', { name: '#ops' }).waitFor()
    const cookies = await context.cookies(address)
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', path: '/console' }])

    // Later, a link to a page of the console stands in the chat: the session is found though the cookie came late.
    const again = await openChat(context, address)
    await again.getByRole('link', { name: 'in the chat' }).click()
    await again.getByRole('heading', { name: '#ops' }).waitFor()

    const stranger = await openChat(await browser.newContext(), address)
    await stranger.getByRole('link', { name: 'in the chat' }).click()
    await stranger.getByRole('heading', { name: 'Sign in' }).waitFor()

    const second = await openChat(await browser.newContext(), `${new URL(address).origin}${link}`)
    await second.getByRole('link', { name: 'in the chat' }).click()
    await second.getByRole('heading', { name: 'The link is no longer good' }).waitFor()
  })
})

describe('on a phone', () => {
  test.each(['light', 'dark'] as const)('nothing is wider than the screen, %s', async (colorScheme) => {
    const { page } = await visit('Corentin', { viewport: { width: 360, height: 740 }, colorScheme })
    await say(page, `/incident sev1 ${'Docmost'.repeat(18)}`)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await say(page, '/incident')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })
})

async function update(page: Page, words: string) {
  await button(page, 'Update').click()
  await page.getByLabel('Investigating').fill(words)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.locator('#run-INC-1 .replies').getByText(words).waitFor()
}

/** A page of another site with a link in it, as a chat shows it. */
async function openChat(context: BrowserContext, href: string): Promise<Page> {
  const page = await context.newPage()
  await page.route('http://chat.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<a href="${href}">in the chat</a>` }),
  )
  await page.goto('http://chat.example/')
  return page
}

async function linkFrom({ talk }: App): Promise<string> {
  const reply = await talk.say({ person: CORENTIN, door: 'slack', key: 'slack:link' }, '/ops', 'link')
  const path = /\/console\/enter\?token=[\w.-]+/.exec(JSON.stringify(reply))?.[0]
  if (path === undefined) throw new Error(`no link in ${JSON.stringify(reply)}`)
  return path
}
