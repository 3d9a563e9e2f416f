import { Redis } from 'ioredis'

export type RedisLog = { warn(data: object, message: string): void }

/**
 * A connection that outlives outages: commands wait until the server is back.
 * A command that was under way when the line broke is sent again, so each script here can be repeated.
 */
export function createRedis(url: string, log: RedisLog): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1_000),
  })
  redis.on('error', (error: Error) => log.warn({ err: error.message }, 'redis connection'))
  return redis
}

/** What is wrong with the server's settings, a sentence each. A server that hides its settings is taken as it is. */
export async function judgeRedis(redis: Redis): Promise<readonly string[]> {
  const settings = await Promise.all(
    ['maxmemory-policy', 'appendonly'].map((key) => redis.config('GET', key).catch(() => [])),
  )
  const [policy, appendonly] = settings.map((pair) => (Array.isArray(pair) ? String(pair[1] ?? '') : ''))
  return [
    ...(policy === '' || policy === 'noeviction'
      ? []
      : [`Redis may evict what Vigie stores (maxmemory-policy is ${policy}): set it to noeviction`]),
    ...(appendonly === '' || appendonly === 'yes'
      ? []
      : ['Redis may lose its last seconds at a crash (appendonly is no): set appendonly to yes']),
  ]
}
