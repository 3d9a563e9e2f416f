import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'

// The floor: the signature is checked and one write says whether the event was seen. The body is not even parsed.
// With WRITE=queue that write is BullMQ's, which stores a job too: the same promise that Vigie gives.
const { REDIS_URL, SECRET, WRITE } = process.env
const redis = new Redis(REDIS_URL, { enableAutoPipelining: WRITE !== 'queue', maxRetriesPerRequest: null })
const queue = new Queue('bare', { connection: redis })

async function isNew(id) {
  if (WRITE !== 'queue') return (await redis.set(`bare:event:${id}`, 1, 'EX', 86400, 'NX')) === 'OK'
  await queue.add('event', { id }, { jobId: id })
  return true
}

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', async () => {
    const expected = createHmac('sha256', SECRET).update(Buffer.concat(chunks)).digest()
    const given = Buffer.from(request.headers['x-baserow-signature'].slice('sha256='.length), 'hex')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      response.writeHead(401).end()
      return
    }
    const id = request.headers['x-baserow-delivery']
    const fresh = await isNew(id)
    const body = JSON.stringify(fresh ? { accepted: true, event_id: id } : { duplicate: true, event_id: id })
    response.writeHead(fresh ? 202 : 200, {
      'content-type': 'application/json',
      'content-length': body.length,
    })
    response.end(body)
  })
})

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening: http://127.0.0.1:${server.address().port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
