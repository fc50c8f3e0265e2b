import { execFile } from 'node:child_process'

export interface RunOptions {
  limitMs?: number
  longestOutput?: number
  /** Null: the portal's own. */
  env?: Record<string, string> | null
}

/** Runs a program of the machine, without a shell; rejects where it is missing, fails, says too much, or takes too long. */
export function runProgram(
  program: string,
  args: string[],
  { limitMs = 3000, longestOutput = 65_536, env = null }: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    // A program that hangs may not listen to SIGTERM either.
    const limits = { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: longestOutput } as const
    execFile(program, args, { ...limits, encoding: 'utf8', ...(env && { env }) }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    )
  })
}
