/** One system call of the traced program, in the order in which they ended. */
export interface Call {
  name: string
  /** Its arguments as strace prints them. */
  args: string
  result: number
  /** So many calls had ended when this one began. */
  began: number
}

const UNFINISHED = ' <unfinished ...>'

/**
 * The calls of a log of `strace -f -xx`. Calls of several threads that overlap are printed in two pieces each (unfinished, resumed);
 * they are put together. Calls that failed changed nothing and are left out.
 */
export function callsOf(log: string): Call[] {
  const calls: Call[] = []
  const unfinished = new Map<string, { text: string; began: number }>()
  for (const line of log.split('\n')) {
    const space = line.indexOf(' ')
    const thread = line.slice(0, space)
    const text = line.slice(space).trimStart()
    // Signals and exits.
    if (space < 0 || text.startsWith('---') || text.startsWith('+++')) continue
    if (text.endsWith(UNFINISHED)) {
      unfinished.set(thread, { text: text.slice(0, -UNFINISHED.length), began: calls.length })
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(text)
    const first = resumed && unfinished.get(thread)
    if (resumed && !first) throw new Error(`strace resumes a call that it never began: ${short(text)}`)
    const whole = first && resumed ? first.text + text.slice(resumed[0].length) : text
    if (resumed) unfinished.delete(thread)
    const call = callOf(whole, first?.began ?? calls.length)
    if (call.result >= 0) calls.push(call)
  }
  return calls
}

function callOf(text: string, began: number): Call {
  const open = text.indexOf('(')
  const equals = text.lastIndexOf(' = ')
  const close = text.lastIndexOf(')', equals)
  if (open < 0 || close < open) throw new Error(`not a line of strace: ${short(text)}`)
  const told = text.slice(equals + 3).split(' ')[0] ?? ''
  // `?`: the call never came back (exit).
  const result = told === '?' ? -1 : Number(told)
  if (Number.isNaN(result)) throw new Error(`a result that is no number: ${short(text)}`)
  return { name: text.slice(0, open), args: text.slice(open + 1, close), result, began }
}

/** Every string among the arguments; strace's -xx prints each octet as \xNN. */
export function stringsOf({ name, args }: Call): Buffer[] {
  return [...args.matchAll(/"([^"]*)"(\.\.\.)?/g)].map(([, hex = '', cut]) => {
    if (cut) throw new Error(`strace has cut a string of ${name}: trace it with a larger -s`)
    return Buffer.from(hex.replaceAll('\\x', ''), 'hex')
  })
}

/** The arguments of a call without structures and with no string that holds a comma, which with -xx none does. */
export function plainArgs({ args }: Call): string[] {
  return args.split(',').map((arg) => arg.trim())
}

const short = (text: string) => text.slice(0, 120)
