/** An answer has more octets than whoever asked will have. */
export class TooLong extends Error {}

/** The octets of an answer. Throws TooLong where there are more than that, without reading on: who answers may never end. */
export async function octetsAtMost({ body }: Response, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let octets = 0
  // Whoever leaves the loop ends the connection.
  for await (const piece of body ?? []) {
    octets += piece.byteLength
    if (octets > most) throw new TooLong(`the answer is longer than ${most} octets`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** The text of an answer, as octetsAtMost reads it. */
export async function textAtMost(answer: Response, most: number): Promise<string> {
  return (await octetsAtMost(answer, most)).toString('utf8')
}

/** What a text of JSON holds; null: it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
