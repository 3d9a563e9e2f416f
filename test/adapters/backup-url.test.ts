import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { createBackupUrl } from '../../src/adapters/backup-url.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { RemoteError } from '../../src/runs/remote.ts'
import { freePort } from '../fakes/redis.ts'
import { listen } from '../fakes/slack-http.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const AT = Date.parse('2026-11-24T04:00:00Z')
const json = { 'content-type': 'application/json; charset=utf-8' }
const modified = { 'last-modified': 'Tue, 24 Nov 2026 04:00:00 GMT' }

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return listen(server)
}

function asking(url: string, after = systemClock.after) {
  return createBackupUrl({ url, timeoutMs: 5_000, clock: { now: () => NOW, after } })
}

const answering = async (answer: (response: ServerResponse) => void) =>
  asking(await serve((_request, response) => answer(response)))

async function refusal(answer: Promise<unknown>) {
  const error = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof RemoteError ? [error.message, error.retry] : error
}

describe('the address that knows of the last backup', () => {
  test('says it in JSON, before any header', async () => {
    const ask = await answering((response) =>
      response
        .writeHead(200, { ...json, 'last-modified': 'Mon, 23 Nov 2026 04:00:00 GMT' })
        .end(JSON.stringify({ at: '2026-11-24T04:00:00Z', name: 'hub.dump', size: 1_200_000_000 })),
    )
    expect(await ask()).toEqual({ at: AT, said: 'hub.dump, 1.2 GB' })
  })

  test('says it by Last-Modified, and the dump itself is not read', async () => {
    let cut: () => void = () => undefined
    const left = new Promise<void>((resolve) => {
      cut = resolve
    })
    const ask = await answering((response) => {
      response.on('close', cut)
      response.writeHead(200, { ...modified, 'content-type': 'application/octet-stream' }).write('endless')
    })
    expect(await ask()).toEqual({ at: AT, said: '' })
    await left
  })

  test.each([['{}'], ['{"at":null}'], ['{"at":""}'], ['[1]'], ['null'], ['"x"']])(
    '%s does not say when: the header does',
    async (body) => {
      const ask = await answering((response) => response.writeHead(200, { ...json, ...modified }).end(body))
      expect(await ask()).toEqual({ at: AT, said: '' })
    },
  )

  test('knows none: nothing is there, or the last one failed', async () => {
    const gone = await answering((response) => response.writeHead(404).end())
    const failed = await answering((response) =>
      response.writeHead(200, json).end('{"at":"2026-11-24T04:00:00Z","ok":false}'),
    )
    expect([await gone(), await failed()]).toEqual([undefined, undefined])
  })

  test.each([
    [200, json, '{"at":', ['backup: unreadable - what it calls JSON is none', false]],
    [200, json, '{"at":"soon"}', [expect.stringMatching(/^backup: unreadable - at is no instant/), false]],
    [200, json, '{"at":"2026-12-24T04:00:00Z"}', ['backup: unreadable - at is in the future.', false]],
    [
      200,
      json,
      `{"name":"${'x'.repeat(70_000)}"}`,
      ['backup: unreadable - its JSON is larger than 64 kB', false],
    ],
    [
      200,
      {},
      'a page',
      ['backup: unreadable - it has neither JSON with the key at nor Last-Modified', false],
    ],
    [503, {}, '', ['backup: unavailable - HTTP 503', true]],
    [403, {}, '', ['backup: unavailable - HTTP 403', true]],
  ])('%i %o is no answer', async (status, headers, body, expected) => {
    const ask = await answering((response) => response.writeHead(status, headers).end(body))
    expect(await refusal(ask())).toEqual(expected)
  })

  test('that is not there, or silent', async () => {
    expect(await refusal(asking(`http://127.0.0.1:${await freePort()}`)())).toEqual([
      'backup: unreachable - no answer',
      true,
    ])
    const silent = await serve(() => undefined)
    const atOnce = (_ms: number, then: () => void) => {
      then()
      return () => undefined
    }
    expect(await refusal(asking(silent, atOnce)())).toEqual(['backup: unreachable - no answer in time', true])
  })
})
