import { pino } from 'pino'
import { createRedisSyncStorage } from '../dist/adapters/redis/sync/storage.js'
import { systemClock } from '../dist/adapters/system-clock.js'
import { createServer } from '../dist/bot/server.js'
import { createBaserowWebhook } from '../dist/bot/webhooks/baserow.js'
import { waitForEnd } from '../dist/sync/flow/ended.js'

// Vigie's own server, route and store, as a process that receives only: what it stores is another one's work.
const { REDIS_URL, SECRET } = process.env
const log = pino({ level: 'info' })
const { book, queue } = createRedisSyncStorage(REDIS_URL, { clock: systemClock, log })
const rule = { table: 42, links: { Link: 'client' }, checksCapacityOf: [] }
const rules = { tables: { projet: rule }, pages: {}, shares: {}, timing: {} }

const server = createServer({ log, health: { store: 'redis', surfaces: {}, ping: async () => undefined } })
server.register(
  createBaserowWebhook({
    secrets: [SECRET],
    rules,
    take: queue.take,
    mark: book.marks.set,
    finished: (...asked) => waitForEnd({ book, clock: systemClock }, ...asked),
    clock: systemClock,
    log,
  }),
)
const address = await server.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(`listening: ${address}\n`)
process.once('SIGTERM', () => process.exit(0))
