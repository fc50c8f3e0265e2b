import { runProgram } from '../../run-program.ts'

/** Runs mmcli, ModemManager's own program, with these arguments, never through a shell. Rejects where it fails or takes too long. */
export type RunMmcli = (args: string[]) => Promise<string>

const LIMIT_MS = 5000
const LONGEST_OUTPUT = 1_000_000
/** mmcli writes numbers and names as the locale has them: commas for points in one, question marks for accents in another. */
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' }

/** The mmcli of this machine. */
export function mmcliCommand(program = 'mmcli', limitMs = LIMIT_MS): RunMmcli {
  return (args) => runProgram(program, args, { limitMs, longestOutput: LONGEST_OUTPUT, env: ENVIRONMENT })
}
