import type { Backup, BackupBook } from '../../runs/release/ports.ts'

export function createMemoryBackupBook(): BackupBook {
  let last: Backup | undefined
  return {
    async keep(backup) {
      if (last !== undefined && backup.at <= last.at) return backup.at === last.at ? 'known' : 'older'
      last = backup
      return 'kept'
    },
    last: async () => last,
  }
}
