import { explain } from './explain.ts'

/** One line a message on standard error, time first. What it is given never holds a client's address. */
export function logTo(write: (line: string) => void, program: string): (message: string, error?: unknown) => void {
  return (message, error) => {
    const why = error === undefined ? '' : `: ${explain(error).line}`
    write(`${new Date().toISOString()} ${program}: ${message}${why}\n`)
  }
}

/** Resolves when somebody asks the program to stop (Ctrl-C or SIGTERM). A second time ends it at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(1)
      asked = true
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
