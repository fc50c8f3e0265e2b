/** gpsd's own limit for a line is 10240 characters (GPS_JSON_RESPONSE_MAX). */
const LONGEST_LINE = 16_384

/** Joins what a socket brings into lines, and hands each on without its end. A longer line than that is left out, whatever it is. */
export function lineReader(onLine: (line: string) => void, longest = LONGEST_LINE): (text: string) => void {
  let line = ''
  let tooLong = false

  function add(piece: string): void {
    if (tooLong) return
    tooLong = line.length + piece.length > longest
    line = tooLong ? '' : line + piece
  }

  function end(): void {
    const whole = line
    const keep = !tooLong
    line = ''
    tooLong = false
    if (keep) onLine(whole)
  }

  return (text) => {
    const [first = '', ...others] = text.split('\n')
    add(first)
    for (const piece of others) {
      end()
      add(piece)
    }
  }
}
