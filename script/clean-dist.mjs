import { rmSync } from 'node:fs'

// A file that was deleted in src must not live on in the image.
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
