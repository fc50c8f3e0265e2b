/** How far something is: one line that is written over on a terminal; a line for every tenth elsewhere. `of`: of what. */
export function progressLine(of: string) {
  const { isTTY } = process.stderr
  let told = 0
  return {
    tell(done: number, total: number) {
      const percent = Math.floor((done / total) * 100)
      if (isTTY) process.stderr.write(`\r\x1b[K${percent} % ${of}`)
      else if (percent >= told + 10) {
        told = percent
        process.stderr.write(`${percent} % ${of}\n`)
      }
    },
    end() {
      if (isTTY) process.stderr.write('\r\x1b[K')
    },
  }
}
