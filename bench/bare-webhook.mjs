import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { Redis } from 'ioredis'

// The floor: the signature is checked and one write says whether the event was seen. The body is not even parsed.
const { REDIS_URL, SECRET } = process.env
const redis = new Redis(REDIS_URL, { enableAutoPipelining: true })

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
    const isNew = (await redis.set(`bare:event:${id}`, 1, 'EX', 86400, 'NX')) === 'OK'
    const body = JSON.stringify(isNew ? { accepted: true, event_id: id } : { duplicate: true, event_id: id })
    response.writeHead(isNew ? 202 : 200, {
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
