import { writeFileSync } from 'node:fs'

/** Takes the last octet of the disk that `file` lies on. */
export function takeAll(file: string): void {
  for (const octets of [65_536, 4_096]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(octets), { flag: 'a' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
}
