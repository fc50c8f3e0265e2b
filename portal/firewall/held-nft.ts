import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { NftError, type RunNft } from './nft.ts'

type Held = ChildProcessByStdio<Writable, null, Readable>

/** What an nft in interactive mode reads as one line at most; longer changes go to a process of their own. */
const LONGEST_LINE = 16_000

export interface HeldNftDeps {
  /** Runs nft once, for what the held one cannot do. */
  once: RunNft
  /** Calls a job once, so many milliseconds from now; returns what calls it off. */
  after: (ms: number, job: () => void) => () => void
  /** An answer that takes longer counts as none. */
  timeoutMs?: number
  start?: () => Held
}

/**
 * One nft that stays (`nft -i`), for changes of elements: starting a process for each costs more than all the rest of letting a rider
 * through. A line with its commands between semicolons is one transaction, as a file is. nft acknowledges nothing, so a second line
 * asks for a table that cannot be there: its error, in which nft repeats the question, says that the first line is done, and whatever
 * came before it is the first line's own error. Where the held nft ends or hangs, the change is made by a process of its own.
 */
export function heldNft({ once, after, timeoutMs = 5000, start = startNft }: HeldNftDeps): RunNft {
  let child: Held | null = null
  let heard = ''
  let asked = 0
  let wake: () => void = () => undefined
  let line: Promise<unknown> = Promise.resolve()

  function open(): Held {
    const made = start()
    made.stderr.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      wake()
    })
    made.stdin.on('error', () => undefined)
    // It waits for work, and must not keep a portal alive that wants to end.
    made.unref()
    for (const pipe of [made.stdin, made.stderr]) if (pipe instanceof Socket) pipe.unref()
    const gone = () => {
      if (child === made) child = null
      wake()
    }
    made.on('error', gone).on('close', gone)
    child = made
    return made
  }

  /** True: nft has done it. Throws where nft refuses it. False: nft said nothing; whether it is done is not known. */
  async function ask(input: string): Promise<boolean> {
    const held = child ?? open()
    heard = ''
    asked += 1
    const mark = `list table inet abordo_question_${asked}`
    let late = false
    const callOff = after(timeoutMs, () => {
      late = true
      wake()
    })
    held.stdin.write(`${input.trimEnd().split('\n').join('; ')}\n${mark}\n`)
    while (!heard.includes(`${mark}\n`) && child === held && !late) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    callOff()
    if (!heard.includes(`${mark}\n`)) {
      held.kill('SIGKILL')
      if (child === held) child = null
      return false
    }
    const before = heard.slice(0, heard.lastIndexOf('Error:', heard.indexOf(mark)))
    if (before.includes('Error:')) throw new NftError(before.split('\n')[0] ?? 'nft refused', before)
    return true
  }

  return (args, input) => {
    const isChange = args.length === 2 && args[0] === '-f' && args[1] === '-'
    // Chains and sets are for a file: the held nft's picture of them may be older than the kernel's.
    if (!isChange || input.length > LONGEST_LINE || /^(add|flush) (table|set|chain|rule)/m.test(input))
      return once(args, input)
    const turn = async () => ((await ask(input)) ? '' : once(args, input))
    const done = line.then(turn, turn)
    line = done.catch(() => undefined)
    return done
  }
}

function startNft(): Held {
  return spawn('nft', ['-i'], { stdio: ['pipe', 'ignore', 'pipe'] })
}
