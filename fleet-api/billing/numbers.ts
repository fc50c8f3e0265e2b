/** How a file writes its numbers: the mark before the fraction. */
export type DecimalMark = '.' | ','

/**
 * How the numbers of a file are written, by those that can be read in one way only: `1.234,5` and `12,5` have a comma, `1,234.5` and
 * `12.5` a point. Null: none of them tells.
 */
export function decimalMarkOf(texts: readonly string[]): DecimalMark | null {
  const told = new Set<DecimalMark>()
  for (const text of texts.map(bare)) {
    const [comma, point] = [text.lastIndexOf(','), text.lastIndexOf('.')]
    if (comma >= 0 && point >= 0) told.add(comma > point ? ',' : '.')
    else if (/^-?\d+[.,]\d+$/.test(text) && !/^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text)) told.add(comma >= 0 ? ',' : '.')
    // Twice the same mark parts thousands.
    else if (/^-?\d{1,3}(,\d{3}){2,}$/.test(text)) told.add('.')
    else if (/^-?\d{1,3}(\.\d{3}){2,}$/.test(text)) told.add(',')
  }
  return told.size === 1 ? ([...told][0] ?? null) : null
}

/** A number as people write it: thousands parted or not, with a sign of money or not. Null: it is none, or could be two. */
export function numberOf(text: string, mark: DecimalMark | null): number | null {
  const plain = bare(text)
  if (/^-?\d+$/.test(plain)) return Number(plain)
  // `1.234` is a thousand in some countries and one in others; with a point, programs mean one.
  const decimal = mark ?? (plain.includes(',') ? null : '.')
  if (decimal === null) return null
  const thousands = decimal === '.' ? ',' : '\\.'
  const shape = new RegExp(`^-?(\\d+|\\d{1,3}(${thousands}\\d{3})+)(\\${decimal}\\d+)?$`)
  if (!shape.test(plain)) return null
  return Number(plain.replaceAll(decimal === '.' ? ',' : '.', '').replace(decimal, '.'))
}

/** Without spaces and the sign of money. */
const bare = (text: string) => text.replace(/[\s\u00A0\u202F$€]/g, '')
