import type { Browser, Page } from 'playwright-core'

type Options = Parameters<Browser['newContext']>[0]

/** Somebody before the console, in a window of their own. What the browser complains about is added to `complaints`. */
export async function visitAs(
  person: string,
  { browser, address, complaints }: { browser: Browser; address: string; complaints: string[] },
  options: Options = {},
) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
  await page.goto(address)
  await page.getByRole('button', { name: person }).click()
  await page.getByRole('heading', { name: '#ops' }).waitFor()
  return { context, page }
}

export async function say(page: Page, command: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Command' }).fill(command)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.locator('.answer').waitFor()
}
