import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryChannelMemory } from '../../../src/adapters/memory/channel-memory.ts'
import { renderPicture } from '../../../src/adapters/picture.ts'
import { createSlackClient } from '../../../src/adapters/slack/client.ts'
import { createPictures } from '../../../src/adapters/slack/pictures.ts'
import { createSlackSurface } from '../../../src/adapters/slack/surface.ts'
import { createSlackLogger } from '../../../src/bot/slack/logger.ts'
import type { Card, Picture } from '../../../src/notify/card.ts'
import { SurfaceError } from '../../../src/notify/ports.ts'
import { createDirectory } from '../../../src/runs/people.ts'
import { type SlackFake, startSlack } from '../../fakes/slack.ts'

let slack: SlackFake
let keys = 0

beforeAll(async () => {
  slack = await startSlack({ channels: ['releases'] })
})

afterAll(async () => {
  expect(slack.refused).toEqual([])
  await slack.close()
})

const BYTES = new TextEncoder().encode('\u0089PNG as bytes \u00ff')

function picture(over: Partial<Picture> = {}): Picture {
  keys += 1
  const chart = { option: {}, width: 10, height: 10 }
  return { key: `key-${keys}`, alt: 'Latency of the watch: 20 looks', chart, looks: 20, ...over }
}

function cardWith(shown: Picture): Card {
  return {
    title: '[RELEASE v1.4.0]',
    status: 'info',
    fields: [],
    lines: ['Watched'],
    picture: shown,
    buttons: [],
  }
}

/** A process of Vigie; `drawn` counts what it drew. */
function start(now: () => number = () => 0) {
  const drawn: string[] = []
  const warned: unknown[] = []
  const client = createSlackClient({
    token: slack.token,
    apiUrl: slack.url,
    logger: createSlackLogger(pino({ level: 'silent' })),
  })
  const log = { info: () => {}, warn: (data: unknown) => void warned.push(data) }
  const draw = async () => {
    drawn.push('drawn')
    return BYTES
  }
  const surface = createSlackSurface({
    client,
    channels: { releases: 'releases' },
    memory: createMemoryChannelMemory(),
    directory: createDirectory([]),
    clock: { now, after: () => () => {} },
    pictures: createPictures({ client, draw, clock: { now }, log }),
    log,
  })
  const post = (card: Card) => {
    keys += 1
    return surface.post({ channel: 'releases', card, tag: { run: 'REL-7', effect: `REL-7.1.${keys}` } })
  }
  return { surface, post, drawn, warned }
}

async function blocksOf(ts: string): Promise<string> {
  const shown = (await slack.messages('releases')).find((one) => one.ts === ts)
  return JSON.stringify(shown?.blocks)
}

describe('the picture of a card in Slack', () => {
  test('is a file that is posted nowhere, with its words, and the message shows it', async () => {
    const { post } = start()
    const shown = picture()
    const place = await post(cardWith(shown))
    const file = slack.files.at(-1)
    expect(file).toMatchObject({ name: `${shown.key}.png`, alt: shown.alt, channels: undefined })
    expect(file?.bytes).toEqual(BYTES)
    expect(await blocksOf(place.message)).toContain(
      `{"type":"image","slack_file":{"id":"${file?.id}"},"alt_text":"${shown.alt}"}`,
    )
  })

  test('is uploaded once, however often the card is drawn, at the same time as well; another one is another file', async () => {
    const { surface, post, drawn } = start()
    const shown = picture()
    const before = slack.files.length
    const place = await post(cardWith(shown))
    await Promise.all([surface.update(place, cardWith(shown)), surface.update(place, cardWith(shown))])
    expect(slack.files).toHaveLength(before + 1)
    await surface.update(place, cardWith(picture()))
    expect(slack.files).toHaveLength(before + 2)
    expect(drawn).toHaveLength(2)
  })

  test('is uploaded once more by a process that was started anew', async () => {
    const shown = picture()
    const before = slack.files.length
    const place = await start().post(cardWith(shown))
    await start().surface.update(place, cardWith(shown))
    expect(slack.files).toHaveLength(before + 2)
  })

  test.each([
    ['files.getUploadURLExternal', { error: 'missing_scope' }],
    ['files.getUploadURLExternal', { status: 503 }],
    ['upload', { status: 500 }],
    ['files.completeUploadExternal', { error: 'file_not_found' }],
  ])('is missing when %s answers %j, and the card stands', async (method, fault) => {
    let now = 0
    const { surface, post, drawn, warned } = start(() => now)
    const shown = picture()
    slack.fail(method, fault)
    const place = await post(cardWith(shown))
    expect(await blocksOf(place.message)).toContain('Watched')
    expect(await blocksOf(place.message)).not.toContain('slack_file')
    expect(warned).toMatchObject([{ picture: shown.key }])
    // What failed is not tried with each drawing, but it is again later.
    now = 59_000
    await surface.update(place, cardWith(shown))
    expect(drawn).toHaveLength(1)
    now = 60_000
    await surface.update(place, cardWith(shown))
    expect(await blocksOf(place.message)).toContain('slack_file')
  })

  test('that Slack has not looked at yet comes after the card, which stands at once', async () => {
    const { surface, post } = start()
    const plain = { ...cardWith(picture()), lines: ['Before'] }
    const { picture: _none, ...bare } = plain
    const place = await post(bare)
    slack.hold(true)
    const shown = cardWith(picture())
    await expect(surface.update(place, shown)).rejects.toMatchObject({
      code: 'picture_not_ready',
      retry: true,
      retryAfterMs: 3_000,
    })
    expect(await blocksOf(place.message)).toContain('Watched')
    slack.hold(false)
    await surface.update(place, shown)
    expect(await blocksOf(place.message)).toContain('slack_file')
  })

  test('that Slack never takes is given up; the card is drawn without it then', async () => {
    const { surface, post } = start()
    slack.hold(true)
    const shown = cardWith(picture())
    const place = await post(shown)
    for (let n = 0; n < 3; n += 1) await expect(surface.update(place, shown)).rejects.toThrow(SurfaceError)
    await surface.update(place, shown)
    const before = slack.callsOf('chat.update').length
    await surface.update(place, shown)
    expect(slack.callsOf('chat.update')).toHaveLength(before + 1)
    slack.hold(false)
  })
})

test('a chart is drawn as PNG, twice as fine as its size', async () => {
  const option = { title: { text: 'Watch' } }
  const png = Buffer.from(await renderPicture({ option, width: 64, height: 32 }))
  expect(png.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]))
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 64])
})
