import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

// The least of a Baserow and a Docmost that the sync can live with: the strict ones of the tests are slower than what
// is measured. Every answer takes a fixed time. Row n leads to client n and has page n, so that each call is known to
// belong to one row; whoever reads a row finds it with another status than the reader before.
const SPACE = { id: '01a2058a-10b1-77a2-9274-0a98d1ffb9a0', name: 'Agence', slug: 'agence' }
const STATUSES = ['à cadrer', 'en cours', 'livré']
const CLIENTS = 42
const rows = new Map()
const pages = new Map()
/** Milliseconds between a question and its answer, by row. */
const spent = new Map()
let delay = 0

function rowOf(n) {
  if (!rows.has(n)) rows.set(n, { reads: 0, page: '', by: { id: 12, name: 'Nadia' } })
  return rows.get(n)
}

function shownRow(n) {
  const { reads, page, by } = rowOf(n)
  return {
    id: n,
    order: `${n}.00000000000000000000`,
    nom: `P${n}`,
    client: [{ id: n, value: `Client ${n}` }],
    statut: { id: reads % 3, value: STATUSES[reads % 3], color: 'blue' },
    début: '2026-11-02',
    échéance: '2027-01-15',
    objectif: 'Une plateforme où les apprenants retrouvent leurs supports.',
    docmost_page_id: page,
    'modifié par': by,
  }
}

function baserow(method, [table, row], body) {
  if (row === '') return [undefined, { count: 0, next: null, previous: null, results: [] }]
  const n = Number(row)
  if (Number(table) === CLIENTS)
    return [n, { id: n, order: '1', nom: `Client ${n}`, ville: 'Lyon', contact: 'Nadia' }]
  if (method === 'PATCH') Object.assign(rowOf(n), { page: body.docmost_page_id, by: { id: 1, name: 'Bot' } })
  else rowOf(n).reads += 1
  return [n, shownRow(n)]
}

const pageIdOf = (n) => `01a2058c-21ad-7225-b9dd-${n.toString(16).padStart(12, '0')}`
const rowOfPage = (id) => Number.parseInt(id.slice(-12), 16)
const list = (...items) => ({ items, meta: { hasNextPage: false, nextCursor: null } })

function shownPage(id) {
  return {
    id,
    slugId: id.slice(-10),
    parentPageId: null,
    creatorId: 'bot',
    lastUpdatedById: 'bot',
    spaceId: SPACE.id,
    updatedAt: new Date().toISOString(),
    deletedAt: null,
    ...pages.get(id),
  }
}

const DOCMOST = {
  'users/me': () => [undefined, { user: { id: 'bot' } }],
  spaces: () => [undefined, list(SPACE)],
  'labels/pages': ({ name }) => [Number(/-r(\d+)$/.exec(name)?.[1]), list()],
  'pages/create': ({ title, icon = null }) => {
    const n = Number(/ P(\d+) /.exec(title)[1])
    pages.set(pageIdOf(n), { title, icon })
    return [n, shownPage(pageIdOf(n))]
  },
  'pages/labels/add': ({ pageId, names }) => [rowOfPage(pageId), names.map((name) => ({ id: name, name }))],
  'pages/info': ({ pageId }) => [rowOfPage(pageId), shownPage(pageId)],
  'pages/update': ({ pageId, ...change }) => {
    pages.set(pageId, { ...pages.get(pageId), ...change })
    return [rowOfPage(pageId), shownPage(pageId)]
  },
}

function answer(method, path, body) {
  const row = /^\/api\/database\/rows\/table\/(\d+)\/(\d*)/.exec(path)
  if (row !== null) return baserow(method, row.slice(1), body)
  const [n, data] = DOCMOST[path.slice('/api/'.length)]?.(body) ?? [undefined, list()]
  return [n, { data, success: true, status: 200 }]
}

/** For the bench itself: how long an answer takes from now on, and what was spent since this was asked last. */
function control(body) {
  delay = body.delay
  const told = Object.fromEntries(spent)
  spent.clear()
  return told
}

async function serve(request, text) {
  const body = text === '' ? undefined : JSON.parse(text)
  if (request.url === '/bench') return control(body)
  const began = performance.now()
  const [n, answered] = answer(request.method, request.url, body)
  if (delay > 0) await sleep(delay)
  if (n !== undefined) spent.set(n, (spent.get(n) ?? 0) + performance.now() - began)
  return answered
}

const server = createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
  let text = ''
  request.on('data', (chunk) => {
    text += chunk
  })
  request.on('end', async () => {
    const answered = JSON.stringify(await serve(request, text))
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answered),
    })
    response.end(answered)
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening: http://127.0.0.1:${server.address().port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
