import { codeOf, folderOf, importsOf, resolve, type Sources, withoutComments } from './source.ts'

/** Which folders a folder may import besides itself. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  sync: [],
  playbooks: ['engine'],
  notify: ['engine'],
  runs: ['engine', 'notify'],
  commands: ['engine', 'playbooks', 'runs', 'sync', 'notify'],
  bot: ['engine', 'commands', 'runs', 'sync', 'notify'],
  adapters: ['engine', 'notify', 'runs', 'sync'],
}

const WIRE =
  /^(@slack\/|@fastify\/|(botbuilder|bullmq|ioredis|octokit|@octokit|nodemailer|fastify|jose|prom-client|pino|undici)(\/|$)|node:(https?|fs|net|tls|dgram)(\/|$))/
const MAY_TOUCH_THE_WIRE = ['bot', 'adapters', 'root']
const PURE = ['engine', 'playbooks', 'notify', 'sync']
const WORLD =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandom(UUID|Bytes|Int)\b|\bgetRandomValues\b|\bperformance\.now\b|\bhrtime\b|(?<!\.)\bfetch\(|\bset(Timeout|Interval|Immediate)\b/
const VAGUE = ['utils', 'helpers', 'common', 'services', 'core', 'lib']
const LONGEST = 250

/** One line for each import that the table doesn't allow. */
export function judgeImports(sources: Sources): readonly string[] {
  return each(sources, (path, text) => {
    const own = folderOf(path)
    const allowed = MAY_IMPORT[own]
    if (own === 'root') return []
    if (allowed === undefined) return [`the folder ${own} is not in the table of imports`]
    return importsOf(text).flatMap((specifier) => {
      const target = resolve(path, specifier)
      if (target === undefined) return []
      const other = folderOf(target)
      return other === own || allowed.includes(other) ? [] : [`${own} may not import ${other}: ${specifier}`]
    })
  })
}

export function judgePackages(sources: Sources): readonly string[] {
  return each(sources, (path, text) =>
    MAY_TOUCH_THE_WIRE.includes(folderOf(path))
      ? []
      : importsOf(text)
          .filter((name) => WIRE.test(name))
          .map((name) => `${name} belongs to bot, adapters and the root`),
  )
}

export function judgeEnvironment(sources: Sources): readonly string[] {
  return each(sources, (path, text) => {
    if (/^src\/config(\.ts$|\/)/.test(path)) return []
    const reads = /\bprocess\s*(\.|\?\.)\s*env\b|\bprocess\s*\[/.test(codeOf(text))
    return reads || importsOf(text).includes('node:process') ? ['only config reads the environment'] : []
  })
}

export function judgePurity(sources: Sources): readonly string[] {
  return each(sources, (path, text) => {
    const found = PURE.includes(folderOf(path)) ? WORLD.exec(codeOf(text)) : null
    return found === null ? [] : [`${found[0]}: clock, chance and network come in as arguments`]
  })
}

export function judgeSize(sources: Sources): readonly string[] {
  return each(sources, (_path, text) => {
    const lines = text.trimEnd().split('\n').length
    return lines > LONGEST ? [`${lines} lines, more than ${LONGEST}: two ideas in one room`] : []
  })
}

export function judgeTone(sources: Sources): readonly string[] {
  return each(sources, (_path, text) =>
    /[\u{1F300}-\u{1FAFF}\u{2600}-\u{27BF}]/u.test(text) ? ['has an emoji: the tone is none'] : [],
  )
}

export function judgeTypes(sources: Sources): readonly string[] {
  return each(sources, (_path, text) => {
    const code = codeOf(withoutComments(text)).replace(/\b(im|ex)port\b[^\n;]*\{[^}]*\}|\* as \w+/g, ' ')
    return [
      ...(/[:<,|&(=]\s*any\b|\bany\[\]/.test(code) ? ['any: parse it at the border'] : []),
      ...(/[\w)\]]!(?![=\w])/.test(code) ? ['!: say what happens without a value'] : []),
      ...(/\bas\s+(?!const\b)[\w{[('"]/.test(code) ? ['as: only as const'] : []),
    ]
  })
}

export function judgeNames(sources: Sources): readonly string[] {
  return each(sources, (path) => {
    const parts = path.split('/')
    const vague = parts.filter((part) => VAGUE.includes(part.replace(/\.ts$/, '')))
    const file = parts.at(-1) ?? ''
    return [
      ...vague.map((part) => `${part} says nothing: name the thing`),
      ...(/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(file) ? [] : [`${file} is not kebab-case`]),
    ]
  })
}

/** One line for each circle of imports, by its first file. */
export function judgeCycles(sources: Sources): readonly string[] {
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
    if (done.has(path)) return
    done.add(path)
    for (const specifier of importsOf(sources.get(path) ?? '')) {
      const target = resolve(path, specifier)
      if (target !== undefined) visit(target, [...trail, path])
    }
  }
  for (const path of sources.keys()) visit(path, [])
  return circles
}

function each(sources: Sources, judge: (path: string, text: string) => readonly string[]): readonly string[] {
  return [...sources].flatMap(([path, text]) => judge(path, text).map((fault) => `${path}: ${fault}`))
}
