import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { BackupBook } from '../../runs/release/ports.ts'
import { keys } from './keys.ts'

/** Keeps a backup unless the one that is kept is as new, and answers a word of `keep`. KEYS: backup. ARGV: at, said */
const KEEP = `
local at = redis.call('HGET', KEYS[1], 'at')
if at and tonumber(at) > tonumber(ARGV[1]) then return 'older' end
if at and tonumber(at) == tonumber(ARGV[1]) then return 'known' end
redis.call('HSET', KEYS[1], 'at', ARGV[1], 'said', ARGV[2])
return 'kept'
`

const keptSchema = z.enum(['kept', 'known', 'older'])
const backupSchema = z.object({ at: z.coerce.number(), said: z.string() })

export function createRedisBackupBook(redis: Redis): BackupBook {
  return {
    keep: async ({ at, said }) => keptSchema.parse(await redis.eval(KEEP, 1, keys.backup, at, said)),
    last: async () => backupSchema.safeParse(await redis.hgetall(keys.backup)).data,
  }
}
