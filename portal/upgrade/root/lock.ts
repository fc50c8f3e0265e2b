import { createServer } from 'node:net'

/**
 * Takes the one place that there is for work on these versions; null: another has it. The kernel keeps it, as the name of a socket, and
 * gives it back when the program ends, however that comes about.
 */
export function takeLock(versions: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    const holder = createServer()
    holder.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)))
    holder.listen(`\0abordo-upgrade ${versions}`, () => resolve(() => void holder.close()))
  })
}
