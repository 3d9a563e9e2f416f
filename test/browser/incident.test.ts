import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { launchBrowser } from './browser.ts'
import { say, visitAs } from './visit.ts'
import { startApp } from './whole-app.ts'

/** The page of a run and the figures, in a real browser before the whole app. */
let browser: Browser
let app: App
let address: string
const complaints: string[] = []

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

const steps = (page: Page) => page.locator('#steps')
const stepNow = (page: Page) => page.locator('#steps [aria-current=step]')

async function openRun(page: Page, run: string): Promise<void> {
  await page.goto(`${address}/runs/${run}`)
  await page.getByRole('heading', { name: run, exact: true }).waitFor()
}

async function press(page: Page, button: string): Promise<void> {
  await page.locator('.run .card-buttons').getByRole('button', { name: button }).first().click()
}

async function fill(page: Page, submit: string, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).first().fill(value)
  await page.locator('form.form').getByRole('button', { name: submit }).click()
  await page.locator('.answer').waitFor()
}

async function resolve(page: Page, run: string): Promise<void> {
  await openRun(page, run)
  await press(page, 'Resolve')
  await fill(page, 'Resolve', { 'Root cause': 'disk full', Impact: 'no saving', 'Users affected': '4' })
}

const widthOf = (page: Page) => page.evaluate('document.documentElement.scrollWidth')

describe('the page of a run', () => {
  test('shows each step, what came out, by whom, while somebody looks on', async () => {
    const { page } = await visit('Corentin')
    await say(page, '/incident sev1 Docmost is down')
    const { page: watched } = await visit('Yan')
    await openRun(watched, 'INC-1')
    await expect.poll(() => stepNow(watched).textContent()).toContain('2. Triage')

    await openRun(page, 'INC-1')
    await press(page, 'Acknowledge')
    await expect.poll(() => stepNow(watched).textContent()).toContain('3. Investigate')
    await press(page, 'Cause found')
    await fill(page, 'Go on', { 'Root cause': 'the disk is full' })
    await expect.poll(() => stepNow(watched).textContent()).toContain('4. Mitigate')
    const text = await steps(watched).textContent()
    expect(text).toMatch(/acknowledged by Corentin \(console\)/)
    expect(text).toMatch(/cause found by Corentin \(console\)\s*Hypothesis\s*the disk is full/)
    expect(complaints).toEqual([])
  })

  test('takes a note by the keyboard alone, and says what one may type', async () => {
    const { page } = await visit('Yan')
    await say(page, '/incident sev2 Slow search')
    await openRun(page, 'INC-1')
    await page.getByRole('button', { name: 'Add a note' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Add a note' }).waitFor()
    await page.keyboard.type('the disk filled up')
    await page.getByRole('button', { name: 'Add', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#timeline').getByText('the disk filled up').waitFor()

    await page.getByText('What one may type about it').focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('.sayable').textContent()).toContain('/incident severity INC-1')
    await page.keyboard.press('/')
    await page.keyboard.type('/incident note INC-1 and was emptied')
    await page.keyboard.press('Enter')
    await page.locator('#timeline').getByText('and was emptied').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).first().textContent()).toBe('INC-1')
    expect(complaints).toEqual([])
  })

  test('and the feed say that a drill stands elsewhere', async () => {
    const { page } = await visit('Yan')
    await say(page, '/incident sev2 Rehearsal --drill')
    await page.locator('#run-INC-1').getByText('Stands in #sandbox').waitFor()
    await page.locator('#side').getByText('Drills stand in the sandbox').waitFor()
    await page.locator('#side').getByText('Next hand-over').waitFor()
    await openRun(page, 'INC-1')
    await page.locator('#run-INC-1').getByText('Stands in #sandbox').waitFor()
  })

  test('fits a small screen', async () => {
    const { page } = await visit('Corentin', { viewport: { width: 360, height: 740 } })
    await say(page, `/incident sev1 ${'Docmost'.repeat(18)}`)
    await openRun(page, 'INC-1')
    await press(page, 'Acknowledge')
    await page.locator('.answer').waitFor()
    await page.getByText('What one may type about it').click()
    expect(await widthOf(page)).toBe(360)
  })
})

/** The page anew, with a clock that the test turns; settled when it has caught up for the first time. */
async function openWithClock(page: Page): Promise<void> {
  await page.clock.install()
  // What the page before asked for is not to be taken for this one's.
  await page.goto('about:blank')
  const caughtUp = page.waitForResponse((response) => response.url().endsWith('/console/feed'))
  await page.goto(address)
  await (await caughtUp).finished()
}

describe('the countdown', () => {
  test('goes on while one looks, says nothing aloud, and keeps what one types', async () => {
    const { page } = await visit('Corentin')
    await say(page, '/incident sev1 Docmost is down')
    const { page: watched } = await visit('Yan')
    await openWithClock(watched)
    await watched.getByRole('textbox', { name: 'Command' }).fill('/incident half typ')
    // What the server draws a minute later is drawn by hand here: the page asks by itself, and takes it.
    await watched.route('**/console/feed', async (route) => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace(/(id="run-INC-1" data-rev=")[^"]+/, '$1later')
      await route.fulfill({ response: answer, body: body.replace('Docmost is down</a>', 'in 12 min</a>') })
    })
    await watched.clock.runFor(61_000)
    await watched.locator('#run-INC-1').getByText('in 12 min').waitFor()
    expect(await watched.locator('[aria-live=polite]').textContent()).toBe('')
    expect(await watched.getByRole('textbox', { name: 'Command' }).inputValue()).toBe('/incident half typ')
    expect(complaints).toEqual([])
  })

  test('asks for nothing while nothing is open', async () => {
    const { page } = await visit('Yan')
    await openWithClock(page)
    expect(await page.locator('.thread').count()).toBe(0)
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.clock.runFor(5 * 60_000)
    expect(asked.filter((path) => path === '/console/feed')).toEqual([])
  })
})

describe('the figures', () => {
  test('say in words that there are none, then show a table and its pictures', async () => {
    const { page } = await visit('Corentin')
    await page.getByRole('link', { name: 'Figures' }).click()
    await page.getByText('No incident was resolved so far').waitFor()
    await page.goto(address)
    await say(page, '/incident sev3 Slow search')
    await openRun(page, 'INC-1')
    await press(page, 'Acknowledge')
    await resolve(page, 'INC-1')
    await page.goto(`${address}/figures`)
    await page.getByRole('table', { name: 'Median time' }).waitFor()
    expect(await page.getByRole('row', { name: 'SEV3' }).getByRole('cell').count()).toBe(4)
    const pictures = page.getByRole('img', { name: 'the median time to' })
    expect(await pictures.count()).toBe(3)
    await expect.poll(() => drawnWidths(page)).toEqual([640, 640, 640])
    expect(complaints).toEqual([])
  })

  test.each(['light', 'dark'] as const)('fit a small screen: %s', async (colorScheme) => {
    const { page } = await visit('Corentin', { viewport: { width: 360, height: 740 }, colorScheme })
    await say(page, '/incident sev2 Slow search')
    await resolve(page, 'INC-1')
    await page.goto(`${address}/figures`)
    await expect.poll(() => drawnWidths(page)).toEqual([328, 328, 328])
    const drawn = await page.evaluate('document.querySelector(".pictures img").currentSrc')
    expect(drawn).toContain(`ground=${colorScheme}`)
    expect(await widthOf(page)).toBe(360)
    expect(complaints).toEqual([])
  })
})

/** Of those that the browser could draw: a picture that it refuses has none. */
const drawnWidths = (page: Page) =>
  page.evaluate(
    '[...document.querySelectorAll(".pictures img")].map((img) => img.complete && img.naturalWidth)',
  )
