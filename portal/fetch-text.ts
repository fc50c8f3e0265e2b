/** The text of an answer. Throws where it has more octets than that, without reading on: who answers may never end. */
export async function textAtMost({ body }: Response, most: number): Promise<string> {
  const pieces: Uint8Array[] = []
  let octets = 0
  // Whoever leaves the loop ends the connection.
  for await (const piece of body ?? []) {
    octets += piece.byteLength
    if (octets > most) throw new Error(`the answer is longer than ${most} octets`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
